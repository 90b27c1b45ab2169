package io.github.echosounder.verdicts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be asked for later, by its id or by the label that the client gave it. */
interface Kept {

  /** What it is about. */
  enum Kind {
    CONNECTION,
    REFUSAL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @JsonIgnore
  Kind kind();

  String id();

  @Nullable String label();

  /** When it began, since 1970. */
  @JsonIgnore
  long beganMillis();

  /** Bytes of memory that it takes, about. */
  @JsonIgnore
  int size();
}

package io.github.echosounder.verdicts;

import org.jspecify.annotations.Nullable;

/** What can be asked for later, by its id or by the label that the client gave it. */
interface Kept {

  String id();

  @Nullable String label();

  /** When it began, since 1970. */
  long beganMillis();

  /** Bytes of memory that it takes, about. */
  int size();
}

package io.github.echosounder.behaviour;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query that cannot be read as knobs. The message says what is wrong, as a sentence. */
public final class KnobException extends Exception {

  private static final long serialVersionUID = 1;
  private static final int LONGEST = 100;

  private final String sentence;
  private final String knob;
  private final @Nullable String value;
  private final @Nullable String allowed;
  private final @Nullable String nearest;

  private KnobException(
      String message,
      String knob,
      @Nullable String value,
      @Nullable String allowed,
      @Nullable String nearest) {
    super(message, null, false, false);
    this.sentence = message;
    this.knob = bounded(knob);
    this.value = value == null ? null : bounded(value);
    this.allowed = allowed;
    this.nearest = nearest;
  }

  static KnobException unknown(
      String name,
      @Nullable String value,
      String endpoint,
      @Nullable String nearest,
      List<String> known) {
    String what =
        name.isEmpty()
            ? "The query has a knob without a name"
            : "There is no knob " + shown(name) + " at " + endpoint;
    String hint =
        nearest != null
            ? "; the nearest known there is " + nearest + "."
            : known.isEmpty()
                ? "; none is known there."
                : "; known there are " + String.join(", ", known) + ".";
    return new KnobException(what + hint, name, value, null, nearest);
  }

  /** It is one of other endpoints. */
  static KnobException elsewhere(
      String name, @Nullable String value, String endpoint, List<String> others) {
    String where = String.join(", ", others).replaceFirst(", ([^,]+)$", " and $1");
    return new KnobException(
        "There is no knob " + shown(name) + " at " + endpoint + "; it is a knob of " + where + ".",
        name,
        value,
        null,
        null);
  }

  /** The value is not what is allowed; null: there is none. */
  public static KnobException malformed(String name, @Nullable String value, String allowed) {
    String is = value == null ? " has no value" : " is " + shown(value);
    return new KnobException(
        "The knob " + name + is + "; allowed is " + allowed + ".", name, value, allowed, null);
  }

  static KnobException repeated(String name, @Nullable String value) {
    return new KnobException(
        "The knob " + name + " is given more than once; allowed is once.",
        name,
        value,
        "once",
        null);
  }

  static KnobException contradiction(String name, String other) {
    return new KnobException(
        "The knobs " + name + " and " + other + " contradict each other; allowed is one of them.",
        name,
        null,
        "without " + other,
        null);
  }

  /** In quotes, without what would break out of them or of a line, and bounded. */
  private static String shown(String text) {
    return "'" + bounded(text).replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\"'\\\\]", "?") + "'";
  }

  /** Half a character would be no text. */
  private static String bounded(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "...";
  }

  @Override
  public String getMessage() {
    return sentence;
  }

  /** The knob's name, as it was given; cut when it is long. */
  public String knob() {
    return knob;
  }

  /** Its value, decoded; cut when it is long, null when there is none. */
  public @Nullable String value() {
    return value;
  }

  /** What is allowed; null when the name is unknown. */
  public @Nullable String allowed() {
    return allowed;
  }

  /** The known name nearest to an unknown one. */
  public @Nullable String nearest() {
    return nearest;
  }
}

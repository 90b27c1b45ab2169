package io.github.echosounder.behaviour;

import org.jspecify.annotations.Nullable;

/** A query that cannot be read as knobs. The message says what is wrong, as a sentence. */
public final class KnobException extends Exception {

  private static final long serialVersionUID = 1;

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
    this.knob = knob;
    this.value = value;
    this.allowed = allowed;
    this.nearest = nearest;
  }

  static KnobException unknown(String name, @Nullable String value, String nearest) {
    String hint = "; the nearest that is known here is " + nearest + ".";
    return new KnobException("There is no knob " + shown(name) + hint, name, value, null, nearest);
  }

  static KnobException malformed(String name, @Nullable String value, String allowed) {
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

  static KnobException tooSmall(String name, String value, String allowed) {
    return malformed(name, value, allowed);
  }

  /** In quotes, without what would break out of them or of a line, and bounded. */
  private static String shown(String text) {
    String bounded = text.length() > 100 ? text.substring(0, 100) + "..." : text;
    return '"' + bounded.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\"\\\\]", "?") + '"';
  }

  /** The knob's name, as it was given. */
  public String knob() {
    return knob;
  }

  /** Its value, decoded; null when it has none. */
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

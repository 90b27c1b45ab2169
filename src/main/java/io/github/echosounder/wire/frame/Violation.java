package io.github.echosounder.wire.frame;

/** The peer broke a rule or passed a limit: the connection fails with this code and reason. */
public final class Violation extends Exception {

  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** What was broken or passed. */
  public enum Kind {
    /** RFC 6455, 7.4.1: 1002. */
    PROTOCOL(CloseCode.PROTOCOL_ERROR),
    /** RFC 6455, 7.4.1: 1007. */
    PAYLOAD(CloseCode.INVALID_PAYLOAD),
    /** RFC 6455, 7.4.1: 1009. */
    TOO_BIG(CloseCode.MESSAGE_TOO_BIG),
    /** 1013 of the IANA registry: there is no room for it now. */
    NO_ROOM(CloseCode.TRY_AGAIN_LATER);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }
  }

  private Violation(Kind kind, String reason) {
    // It steers, it does not report: no stack trace, so that garbage from a peer costs little.
    super(reason, null, false, false);
    this.kind = kind;
  }

  public static Violation protocol(String reason) {
    return new Violation(Kind.PROTOCOL, reason);
  }

  public static Violation payload(String reason) {
    return new Violation(Kind.PAYLOAD, reason);
  }

  public static Violation tooBig(String reason) {
    return new Violation(Kind.TOO_BIG, reason);
  }

  public static Violation noRoom(String reason) {
    return new Violation(Kind.NO_ROOM, reason);
  }

  public Kind kind() {
    return kind;
  }

  public int code() {
    return kind.code();
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}

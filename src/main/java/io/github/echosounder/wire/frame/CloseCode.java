package io.github.echosounder.wire.frame;

/** Status codes of Close frames: RFC 6455, 7.4, and the IANA registry. */
public final class CloseCode {

  public static final int GOING_AWAY = 1001;
  public static final int PROTOCOL_ERROR = 1002;

  /** 7.1.5: of a Close without a code; never on the wire. */
  public static final int NO_STATUS = 1005;

  public static final int INVALID_PAYLOAD = 1007;
  public static final int MESSAGE_TOO_BIG = 1009;
  public static final int INTERNAL_ERROR = 1011;
  public static final int TRY_AGAIN_LATER = 1013;

  /** 7.4.1 and 7.4.2: whether an endpoint may put this code into a Close frame. */
  public static boolean mayBeSent(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }

  private CloseCode() {}
}

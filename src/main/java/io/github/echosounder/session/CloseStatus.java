package io.github.echosounder.session;

/**
 * What a Close frame says (RFC 6455, 5.5.1).
 *
 * @param code 1005 for a Close without one
 * @param reason empty where there is none
 */
public record CloseStatus(int code, String reason) {

  /** RFC 6455, 7.1.5: the code of a Close frame without one; never on the wire. */
  public static final int NO_STATUS = 1005;

  /** RFC 6455, 7.1.5: the code when no Close frame came; never on the wire. */
  public static final int ABNORMAL = 1006;
}

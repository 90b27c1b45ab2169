package io.github.echosounder.session;

/**
 * How a connection ended.
 *
 * @param initiator who began it
 * @param code the status code of the Close frame that began it; 1005 for an empty one, 1006 for
 *     none
 * @param reason the reason in that frame, or what was seen on the network
 */
public record Ending(Initiator initiator, int code, String reason) {

  /** RFC 6455, 7.1.5: the code of a Close frame without one; never on the wire. */
  public static final int NO_STATUS = 1005;

  /** RFC 6455, 7.1.5: the code when no Close frame came; never on the wire. */
  public static final int ABNORMAL = 1006;

  public static Ending tcpEnded() {
    return new Ending(Initiator.NETWORK, ABNORMAL, "TCP ended without a Close frame");
  }

  public static Ending reset() {
    return new Ending(Initiator.NETWORK, ABNORMAL, "TCP was reset");
  }
}

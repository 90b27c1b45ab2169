package io.github.echosounder.wire.frame;

import io.github.echosounder.session.Ending;
import io.github.echosounder.session.Initiator;

/** The peer broke a rule or passed a limit: the connection fails with this code and reason. */
public final class Violation extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Ending ending;

  private final boolean isUnsayable;

  private Violation(Ending ending) {
    this(ending, false);
  }

  private Violation(Ending ending, boolean isUnsayable) {
    // It steers, it does not report: no stack trace, so that garbage from a peer costs little.
    super(ending.reason(), null, false, false);
    this.ending = ending;
    this.isUnsayable = isUnsayable;
  }

  /** There is no room for what the peer does not take: a Close would only wait behind it. */
  public static Violation notTaken(String reason) {
    return new Violation(new Ending(Initiator.LIMIT, Ending.ABNORMAL, reason), true);
  }

  /** Whether TCP ends at once, without a Close. */
  public boolean isUnsayable() {
    return isUnsayable;
  }

  /** RFC 6455, 7.4.1: 1002. */
  public static Violation protocol(String reason) {
    return new Violation(new Ending(Initiator.CLIENT, CloseCode.PROTOCOL_ERROR, reason));
  }

  /** RFC 6455, 7.4.1: 1007. */
  public static Violation payload(String reason) {
    return new Violation(new Ending(Initiator.CLIENT, CloseCode.INVALID_PAYLOAD, reason));
  }

  /** RFC 6455, 7.4.1: 1009. */
  public static Violation tooBig(String reason) {
    return new Violation(new Ending(Initiator.LIMIT, CloseCode.MESSAGE_TOO_BIG, reason));
  }

  /** 1013 of the IANA registry: this instance has no room now. */
  public static Violation noRoom(String reason) {
    return new Violation(new Ending(Initiator.LIMIT, CloseCode.TRY_AGAIN_LATER, reason));
  }

  public Ending ending() {
    return ending;
  }
}

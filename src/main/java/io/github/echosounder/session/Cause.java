package io.github.echosounder.session;

import java.util.Locale;

/** Why a connection ended: the labels of the metrics and the words of the log. */
public enum Cause {
  /** The client sent a Close. */
  CLIENT_CLOSE(Initiator.CLIENT),
  /** The client broke RFC 6455 or RFC 7692: 1002. */
  PROTOCOL_ERROR(Initiator.SERVER),
  /** Text that is not UTF-8, or compressed data that does not inflate: 1007. */
  INVALID_PAYLOAD(Initiator.SERVER),
  /** A frame or a message above its limit: 1009. */
  TOO_BIG(Initiator.SERVER),
  /** Nothing was received for as long as the idle timeout: 1001. */
  IDLE(Initiator.SERVER),
  /** The connection reached its maximum age: 1001. */
  AGE(Initiator.SERVER),
  /** No room in the memory that all connections share for what the client sent: 1013. */
  HELD_MEMORY(Initiator.SERVER),
  /** No room for replies that the client does not take: TCP is ended without a Close. */
  SLOW_READER(Initiator.SERVER),
  /** TCP ended without a Close. */
  TCP_END(Initiator.NETWORK),
  /** TCP was reset. */
  TCP_RESET(Initiator.NETWORK),
  /** A TLS record could not be read. */
  TLS(Initiator.NETWORK),
  /** This instance is leaving, and the client answered its Close. */
  DRAIN(Initiator.SERVER),
  /** This instance is leaving, and the client did not answer its Close in time. */
  DRAIN_FORCED(Initiator.SERVER),
  /** The client's query asked for this end. */
  KNOB(Initiator.SERVER),
  /** A fault of this server: 1011. */
  INTERNAL(Initiator.SERVER),
  /** The process ended without a drain. */
  PROCESS_END(Initiator.SERVER);

  private final Initiator initiator;
  private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

  Cause(Initiator initiator) {
    this.initiator = initiator;
  }

  public Initiator initiator() {
    return initiator;
  }

  /** The label in metrics, logs and JSON. */
  public String label() {
    return label;
  }
}

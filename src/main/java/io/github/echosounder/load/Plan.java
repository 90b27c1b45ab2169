package io.github.echosounder.load;

import io.github.echosounder.client.Request;
import java.time.Duration;

/**
 * What was asked for.
 *
 * @param perSecond messages on all connections together; 0 to keep {@code inFlight} on their way
 * @param inFlight messages that each connection keeps on their way
 * @param size of a message's payload, in bytes
 * @param duration from the first connection on, the ramp included
 * @param ramp the time over which the connections open
 * @param isSurviving whether a connection that ends is opened again
 */
record Plan(
    Request request,
    int connections,
    double perSecond,
    int inFlight,
    int size,
    boolean isText,
    Duration duration,
    Duration ramp,
    boolean isSurviving) {

  boolean hasRate() {
    return perSecond > 0;
  }

  /** How much later than the one before it a connection opens. */
  double nanosBetweenOpenings() {
    return (double) ramp.toNanos() / connections;
  }

  /** From one message to the next, on all connections together. */
  double nanosBetweenMessages() {
    return 1e9 / perSecond;
  }
}

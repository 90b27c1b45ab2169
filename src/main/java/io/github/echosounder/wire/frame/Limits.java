package io.github.echosounder.wire.frame;

import java.time.Duration;

/**
 * What one connection may cost.
 *
 * @param messageBytes above this a message is refused with 1009, before memory is taken
 * @param frameBytes the same for one frame
 * @param relayFrameBytes up to this a frame comes back as one frame; a larger one is relayed as
 *     fragments while it arrives
 * @param closeTimeout how long the peer's Close, and its end of TCP, are awaited
 * @param idleTimeout after so long without a byte from the peer the connection is closed; zero:
 *     never
 * @param maxAge after so long, give or take a tenth, the connection is closed; zero: never
 * @param pingInterval how often a ping is sent; zero: never
 */
public record Limits(
    long messageBytes,
    long frameBytes,
    int relayFrameBytes,
    Duration closeTimeout,
    Duration idleTimeout,
    Duration maxAge,
    Duration pingInterval) {}

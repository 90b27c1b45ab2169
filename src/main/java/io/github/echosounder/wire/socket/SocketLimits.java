package io.github.echosounder.wire.socket;

import io.github.echosounder.settings.EchosounderConfig;
import io.github.echosounder.wire.frame.FrameLimits;
import java.time.Duration;

/**
 * What one connection may cost, and how long things may take on it.
 *
 * @param relayFrameBytes up to this a frame comes back as one frame; a larger one comes back as
 *     fragments while it arrives
 * @param compressionLevel how hard replies are deflated, 0 to 9
 * @param closeTimeout the wait for the peer's Close, and for its end of TCP
 * @param idleTimeout the silence after which the connection is closed; zero: never
 * @param maxAge the age at which the connection is closed, give or take a tenth; zero: never
 * @param pingInterval the time from ping to ping; zero: none are sent
 */
public record SocketLimits(
    FrameLimits frames,
    int relayFrameBytes,
    int compressionLevel,
    Duration closeTimeout,
    Duration idleTimeout,
    Duration maxAge,
    Duration pingInterval) {

  static SocketLimits of(EchosounderConfig config) {
    return new SocketLimits(
        new FrameLimits(config.maxMessageSize().asLongValue(), config.maxFrameSize().asLongValue()),
        Math.toIntExact(config.relayFrameSize().asLongValue()),
        config.compressionLevel(),
        config.closeTimeout(),
        config.idleTimeout(),
        config.maxConnectionAge(),
        config.pingInterval());
  }
}

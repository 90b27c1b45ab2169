package io.github.echosounder.wire.socket;

import io.github.echosounder.behaviour.PushRate;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.settings.EchosounderConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** How fast the setting lets all streams together be, and memory. */
final class StreamRate {

  private StreamRate() {}

  @Produces
  @Singleton
  static PushRate bound(EchosounderConfig config, HeldMemory memory) {
    return new PushRate(config.maxStreamRate().asLongValue(), bytes -> isRoomFor(bytes, memory));
  }

  /**
   * A message that nobody asked for leaves a quarter of the budget to others; one that is never to
   * have room is tried nevertheless, and refused.
   */
  private static boolean isRoomFor(long bytes, HeldMemory memory) {
    long most = memory.limit() / 4 * 3;
    return bytes > most || memory.held() + bytes <= most;
  }
}

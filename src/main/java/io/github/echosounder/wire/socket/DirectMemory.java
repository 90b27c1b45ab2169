package io.github.echosounder.wire.socket;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.settings.EchosounderConfig;
import io.netty.util.internal.PlatformDependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The budget of held memory: where the JVM has little, room is left for what is not counted. */
final class DirectMemory {

  private DirectMemory() {}

  @Produces
  @Singleton
  static HeldMemory budget(EchosounderConfig config) {
    return new HeldMemory(
        Math.min(config.maxHeldMemory().asLongValue(), PlatformDependent.maxDirectMemory() / 2));
  }
}

package io.github.echosounder.wire.socket;

import io.github.echosounder.behaviour.PushRate;
import io.github.echosounder.settings.EchosounderConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** How fast the setting lets all streams together be. */
final class StreamRate {

  private StreamRate() {}

  @Produces
  @Singleton
  static PushRate bound(EchosounderConfig config) {
    return new PushRate(config.maxStreamRate().asLongValue());
  }
}

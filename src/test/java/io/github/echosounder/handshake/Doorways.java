package io.github.echosounder.handshake;

import io.github.echosounder.behaviour.PushRate;
import io.github.echosounder.session.Connections;
import io.github.echosounder.settings.EchosounderConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** Doorways without a server behind them. */
public final class Doorways {

  private Doorways() {}

  /** With the default of each setting. */
  public static Doorway to(Connections connections, String root) {
    return to(connections, root, Map.of());
  }

  static Doorway to(Connections connections, String root, Map<String, String> settings) {
    EchosounderConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(EchosounderConfig.class)
            .withConverter(Duration.class, 100, new DurationConverter())
            .withConverter(MemorySize.class, 100, new MemorySizeConverter())
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build()
            .getConfigMapping(EchosounderConfig.class);
    return new Doorway(config, root, connections, new PushRate(64 << 20));
  }
}

package io.github.echosounder.settings;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import java.util.Map;

/**
 * One event loop for each processor, where nothing else is set. Quarkus would take two even where
 * there is one processor, and two that are busy there make each other wait for milliseconds.
 */
public final class EventLoops implements SmallRyeConfigBuilderCustomizer {

  public static final String SETTING = "quarkus.vertx.event-loops-pool-size";

  /** Above the defaults, which a build writes down, and below everything that a user sets. */
  private static final int ORDINAL = 50;

  @Override
  public void configBuilder(SmallRyeConfigBuilder builder) {
    String processors = Integer.toString(Runtime.getRuntime().availableProcessors());
    builder.withSources(
        new PropertiesConfigSource(Map.of(SETTING, processors), "processors", ORDINAL));
  }
}

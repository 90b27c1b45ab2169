package io.github.echosounder.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.util.concurrent.EventExecutor;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventLoopsTest {

  @Inject
  @SuppressWarnings("NullAway.Init")
  Vertx vertx;

  @Test
  void eachProcessorHasOne() {
    int loops = 0;
    for (EventExecutor loop : ((VertxInternal) vertx).getEventLoopGroup()) {
      loops += loop.isShutdown() ? 0 : 1;
    }
    int processors = Runtime.getRuntime().availableProcessors();
    assertEquals(processors, loops);
    assertEquals(
        processors, ConfigProvider.getConfig().getValue(EventLoops.SETTING, Integer.class));
  }

  @Test
  void aUserMaySetAnotherNumber() {
    var config = new SmallRyeConfigBuilder();
    new EventLoops().configBuilder(config);
    config.withSources(
        new PropertiesConfigSource(Map.of(EventLoops.SETTING, "7"), "application.properties", 250));
    assertEquals(7, config.build().getValue(EventLoops.SETTING, Integer.class));
  }
}

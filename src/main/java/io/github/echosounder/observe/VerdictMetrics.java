package io.github.echosounder.observe;

import io.github.echosounder.verdicts.Replicas;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Whether verdicts reach the Redis that replicas share; nothing where they share none. */
@ApplicationScoped
public class VerdictMetrics {

  void start(@Observes StartupEvent event, Replicas replicas, MeterRegistry registry) {
    if (!replicas.areOn()) {
      return;
    }
    Gauge.builder("echosounder.verdicts.redis.up", replicas, all -> all.areAnswering() ? 1 : 0)
        .description("1 while Redis takes verdicts")
        .register(registry);
    FunctionCounter.builder("echosounder.verdicts.left.out", replicas, Replicas::leftOut)
        .description("Verdicts that Redis did not take at once, told again when it answers")
        .register(registry);
  }
}

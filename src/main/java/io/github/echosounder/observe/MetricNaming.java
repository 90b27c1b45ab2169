package io.github.echosounder.observe;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Leaves out what Micrometer names against Prometheus' rules; of no loss to anybody. Filters of
 * Micrometer's own: the registry, which outlives a reload in dev mode, never lets go of one.
 */
public class MetricNaming {

  @Produces
  @Singleton
  MeterFilter withoutUnitCutShort() {
    return MeterFilter.denyNameStartsWith("process.cpu.time");
  }

  @Produces
  @Singleton
  MeterFilter withoutGaugeThatEndsInCount() {
    return MeterFilter.denyNameStartsWith("system.cpu.count");
  }
}

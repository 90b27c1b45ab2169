package io.github.echosounder.observe;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/** Leaves out what Micrometer names against Prometheus' rules; of no loss to anybody. */
public class MetricNaming {

  /** A unit cut short, and a gauge that ends in `_count`. */
  private static final Set<String> MISNAMED = Set.of("process.cpu.time", "system.cpu.count");

  @Produces
  @Singleton
  MeterFilter withoutMisnamed() {
    return MeterFilter.deny(id -> MISNAMED.contains(id.getName()));
  }
}

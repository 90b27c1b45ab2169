package io.github.echosounder.observe;

import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * What `/metrics` is read from. Quarkus makes such a registry too, but only together with an
 * endpoint of its own, at a path that may be chosen but not be none.
 */
@SuppressWarnings("deprecation") // the registry that Quarkus brings
public class PrometheusRegistry {

  @Produces
  @Singleton
  PrometheusMeterRegistry registry(Clock clock) {
    return new PrometheusMeterRegistry(
        PrometheusConfig.DEFAULT, new CollectorRegistry(true), clock);
  }
}

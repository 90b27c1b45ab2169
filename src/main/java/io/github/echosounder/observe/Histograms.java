package io.github.echosounder.observe;

import io.github.echosounder.session.Connections;
import io.github.echosounder.session.Histogram;
import io.github.echosounder.session.Traffic;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Shows what the event loops have counted by size and by time, all of them added up. */
@ApplicationScoped
@SuppressWarnings("deprecation") // the registry that Quarkus brings
public class Histograms extends Collector {

  private static final double NANOS = 1e9;

  private final Connections connections;

  @Inject
  Histograms(Connections connections) {
    this.connections = connections;
  }

  void start(@Observes StartupEvent event, PrometheusMeterRegistry registry) {
    registry.getPrometheusRegistry().register(this);
  }

  @Override
  public List<MetricFamilySamples> collect() {
    return List.of(
        family(
            "echosounder_message_size_bytes",
            "Payload bytes of the messages that came in, uncompressed",
            Traffic::messageBytes,
            1),
        family(
            "echosounder_echo_seconds",
            "From the read that brought a message to its echo being with the kernel; one read in 16",
            Traffic::echoNanos,
            NANOS),
        family(
            "echosounder_ping_rtt_seconds",
            "From a ping of this server to its pong",
            Traffic::pingNanos,
            NANOS),
        family(
            "echosounder_backpressure_seconds",
            "How long connections were not read because their peers did not take the replies",
            Traffic::blockedNanos,
            NANOS));
  }

  private MetricFamilySamples family(
      String name, String help, Function<Traffic, Histogram> of, double unit) {
    List<Histogram> all = connections.traffic().stream().map(of).toList();
    Histogram shape = of.apply(new Traffic());
    List<MetricFamilySamples.Sample> samples = new ArrayList<>();
    double count = 0;
    for (int slot = 0; slot <= shape.size(); slot++) {
      int here = slot;
      count += all.stream().mapToLong(histogram -> histogram.count(here)).sum();
      double bound = slot < shape.size() ? shape.bound(slot) / unit : Double.POSITIVE_INFINITY;
      samples.add(
          new MetricFamilySamples.Sample(
              name + "_bucket", List.of("le"), List.of(doubleToGoString(bound)), count));
    }
    double sum = all.stream().mapToLong(Histogram::sum).sum() / unit;
    samples.add(new MetricFamilySamples.Sample(name + "_count", List.of(), List.of(), count));
    samples.add(new MetricFamilySamples.Sample(name + "_sum", List.of(), List.of(), sum));
    return new MetricFamilySamples(name, Type.HISTOGRAM, help, samples);
  }
}

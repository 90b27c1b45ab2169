package io.github.echosounder.chart;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The series that Prometheus reads from the service; alerts and dashboard may use no other. */
final class MetricNames {

  private static final List<String> PLAIN =
      List.of(
          "echosounder_connections_open",
          "echosounder_connections_max",
          "echosounder_handshakes_total",
          "echosounder_closes_total",
          "echosounder_messages_total",
          "echosounder_bytes_total",
          "echosounder_compression_ratio",
          "echosounder_draining",
          "echosounder_drain_remaining",
          "echosounder_drain_ends_total",
          "echosounder_backpressure_seconds_sum",
          "echosounder_backpressure_seconds_count");

  private static final List<String> HISTOGRAMS =
      List.of(
          "echosounder_ping_rtt_seconds",
          "echosounder_echo_seconds",
          "echosounder_message_size_bytes",
          "echosounder_connection_age_seconds");

  private static final Pattern NAME = Pattern.compile("\\b(?!by\\b)([a-z]\\w*)\\{");

  private MetricNames() {}

  static Set<String> known() {
    Stream<String> series =
        HISTOGRAMS.stream()
            .flatMap(name -> Stream.of("_bucket", "_sum", "_count").map(name::concat));
    return Stream.concat(PLAIN.stream(), series).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The series an expression selects. */
  static Set<String> in(String expression) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = NAME.matcher(expression);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /** What a histogram or a summary is called before its suffix. */
  static String family(String series) {
    return series.replaceFirst("_(bucket|sum|count)$", "");
  }
}

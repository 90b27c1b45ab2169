package io.github.echosounder.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The report as JSON: the shape of {@code /schemas/load.schema.json}. */
final class ReportJson {

  private static final int VERSION = 1;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ReportJson() {}

  static String of(Report report) {
    Tally tally = report.tally();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("version", VERSION);
    document.put("target", report.target());
    document.put("seconds", rounded(report.seconds()));
    document.put(
        "connections",
        inOrder("opened", tally.opened)
            .and("failed", tally.failed)
            .and("reconnected", tally.reconnected));
    document.put(
        "messages",
        inOrder("sent", tally.sent)
            .and("echoed", tally.echoed)
            .and("lost", tally.lost)
            .and("duplicated", tally.duplicated)
            .and("reordered", tally.reordered)
            .and("altered", tally.altered)
            .and("sentAgain", tally.sentAgain));
    document.put("closes", new TreeMap<>(tally.closes));
    document.put(
        "latencyMicros",
        inOrder("p50", micros(tally, 50))
            .and("p90", micros(tally, 90))
            .and("p99", micros(tally, 99))
            .and("p999", micros(tally, 99.9))
            .and("max", TimeUnit.NANOSECONDS.toMicros(tally.latency.getMaxValue())));
    document.put(
        "perSecond",
        inOrder("messages", rounded(report.messagesPerSecond()))
            .and("bytes", rounded(report.bytesPerSecond())));
    document.put("longestGapMillis", TimeUnit.NANOSECONDS.toMillis(tally.longestGapNanos));
    try {
      return JSON.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of texts and numbers are always JSON", e);
    }
  }

  private static final class Members extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1;

    Members and(String name, Object value) {
      put(name, value);
      return this;
    }
  }

  private static Members inOrder(String name, Object value) {
    return new Members().and(name, value);
  }

  private static long micros(Tally tally, double percentile) {
    return TimeUnit.NANOSECONDS.toMicros(tally.latency.getValueAtPercentile(percentile));
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}

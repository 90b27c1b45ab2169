package io.github.echosounder.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The report as JSON: the shape of {@code /schemas/check.schema.json}. */
final class ReportJson {

  private static final int VERSION = 1;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ReportJson() {}

  static String of(Report report) {
    return text(document(report));
  }

  /** The same with the other way's report, and what differs. */
  static String of(Comparison comparison) {
    Map<String, Object> document = document(comparison.report());
    document.put("result", comparison.worse().label());
    document.put("cause", label(comparison.cause()));
    document.put("summary", comparison.summary());
    document.put("exitCode", comparison.exitCode());
    document.put("via", document(comparison.via()));
    document.put("differences", comparison.differences().stream().map(StepName::label).toList());
    return text(document);
  }

  /** In place of a report that could not be made. */
  static String ofError(String error, int exitCode) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("version", VERSION);
    document.put("error", error);
    document.put("exitCode", exitCode);
    return text(document);
  }

  private static String text(Map<String, Object> document) {
    try {
      return JSON.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of texts and numbers are always JSON", e);
    }
  }

  private static Map<String, Object> document(Report report) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("version", VERSION);
    document.put("target", report.target());
    document.put("result", report.result().label());
    document.put("cause", label(report.cause()));
    document.put("summary", report.summary());
    List<Map<String, Object>> steps = report.steps().stream().map(ReportJson::step).toList();
    document.put("steps", steps);
    Server server = report.server();
    document.put(
        "server",
        server == null ? null : Map.of("name", server.name(), "version", server.version()));
    document.put("exitCode", report.exitCode());
    return document;
  }

  private static Map<String, Object> step(StepReport report) {
    Outcome outcome = report.outcome();
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("id", report.name().label());
    step.put("result", outcome.result().label());
    step.put("cause", label(outcome.cause()));
    step.put("millis", report.millis());
    step.put("detail", outcome.detail());
    step.put("facts", outcome.facts());
    return step;
  }

  private static @Nullable String label(@Nullable Cause cause) {
    return cause == null ? null : cause.label();
  }
}

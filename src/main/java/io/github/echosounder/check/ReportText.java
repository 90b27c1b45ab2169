package io.github.echosounder.check;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report as a person reads it: a line a step, as soon as it is over, and the summary last. */
final class ReportText {

  private static final int WIDTH = 100;
  private static final String INDENT = " ".repeat(35);
  private static final int BAR = 40;

  private final PrintStream out;
  private final boolean hasColours;

  /** Steps left out for one reason stand in one line. */
  private final List<StepReport> skipped = new ArrayList<>();

  ReportText(PrintStream out, boolean hasColours) {
    this.out = out;
    this.hasColours = hasColours;
  }

  void begin(String target) {
    out.println("Checking " + target);
    out.println();
  }

  void step(StepReport report) {
    if (!skipped.isEmpty() && !isSkippedLike(skipped.get(0), report)) {
      lineOfSkipped();
    }
    if (report.outcome().result() == Result.SKIP) {
      skipped.add(report);
    } else {
      line(report);
    }
  }

  private static boolean isSkippedLike(StepReport one, StepReport other) {
    return other.outcome().result() == Result.SKIP
        && other.outcome().detail().equals(one.outcome().detail());
  }

  private void lineOfSkipped() {
    StepReport first = skipped.get(0);
    int others = skipped.size() - 1;
    String detail = first.outcome().detail();
    if (others > 0) {
      String next = others == 1 ? "the next step" : "the next " + others + " steps";
      detail = detail.replaceFirst("\\.$", "") + "; likewise " + next + ".";
    }
    skipped.clear();
    line(new StepReport(first.name(), Outcome.skip(detail), first.millis()));
  }

  private void line(StepReport report) {
    Outcome outcome = report.outcome();
    String time = outcome.result() == Result.SKIP ? "" : time(report.millis());
    String cause = outcome.cause() == null ? "" : outcome.cause().label() + ". ";
    List<String> lines = wrapped(cause + outcome.detail());
    out.printf(
        Locale.ROOT,
        "  %s %-14s %s %9s  %s%n",
        mark(outcome.result()),
        report.name().label(),
        colour(outcome.result(), String.format(Locale.ROOT, "%-6s", outcome.result().label())),
        time,
        lines.get(0));
    for (String line : lines.subList(1, lines.size())) {
      out.println(INDENT + " " + line);
    }
    if (report.name() == StepName.UPGRADE && outcome.facts().get("millis") instanceof Map<?, ?> m) {
      timeline(m);
    }
    out.flush();
  }

  /** How the time until the connection was open divides. */
  private void timeline(Map<?, ?> millis) {
    double all = millis.values().stream().mapToDouble(v -> ((Number) v).doubleValue()).sum();
    StringBuilder bar = new StringBuilder();
    List<String> parts = new ArrayList<>();
    millis.forEach((phase, value) -> {
      double part = ((Number) value).doubleValue();
      char fill = "tcp".equals(phase) ? '░' : "tls".equals(phase) ? '▒' : '█';
      int length = (int) Math.max(1, Math.round(BAR * part / Math.max(all, 0.001)));
      bar.append(String.valueOf(fill).repeat(length));
      parts.add(fill + " " + phase + " " + value + " ms");
    });
    out.println(INDENT + " " + bar);
    out.println(INDENT + " " + String.join("   ", parts));
  }

  void end(Result result, String summary) {
    if (!skipped.isEmpty()) {
      lineOfSkipped();
    }
    out.println();
    List<String> lines = wrapped(result.label().toUpperCase(Locale.ROOT) + "  " + summary);
    out.println(colour(result, lines.get(0)));
    lines.subList(1, lines.size()).forEach(out::println);
    out.flush();
  }

  /** Only what differs. */
  void difference(Comparison comparison, StepName name) {
    for (Report report : List.of(comparison.report(), comparison.via())) {
      out.println(report.target());
      step(Comparison.step(report, name));
    }
  }

  private static String time(long millis) {
    return millis < 10_000 ? millis + " ms" : Text.seconds(millis / 1e3);
  }

  /** A sign beside the word and the colour: none of them is ever alone. */
  private static String mark(Result result) {
    return switch (result) {
      case PASS -> "✓";
      case REMARK -> "!";
      case FAIL -> "✗";
      case SKIP -> "-";
    };
  }

  private String colour(Result result, String text) {
    if (!hasColours) {
      return text;
    }
    String code =
        switch (result) {
          case PASS -> "32";
          case REMARK -> "33";
          case FAIL -> "31";
          case SKIP -> "2";
        };
    return "\u001B[" + code + "m" + text + "\u001B[0m";
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}

package io.github.echosounder.load;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report as a person reads it. */
final class ReportText {

  private static final int WIDTH = 100;
  private static final int BAR = 40;
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};
  private static final String[] NAMES = {"p50", "p90", "p99", "p99.9", "max"};

  private final PrintStream out;
  private final boolean hasColours;

  ReportText(PrintStream out, boolean hasColours) {
    this.out = out;
    this.hasColours = hasColours;
  }

  void begin(String target, Plan plan) {
    String pace =
        plan.hasRate()
            ? figure(plan.perSecond()) + " messages/s in all"
            : plural(plan.inFlight(), "message") + " in flight on each";
    out.println("Load on " + target);
    out.println(
        plural(plan.connections(), "connection")
            + ", "
            + pace
            + ", "
            + plural(plan.size(), "byte")
            + " of "
            + (plan.isText() ? "text" : "binary")
            + ", for "
            + seconds(plan.duration().toMillis() / 1e3));
    out.println();
    out.flush();
  }

  void end(Report report) {
    Tally tally = report.tally();
    line("messages", messages(tally));
    if (tally.firstAltered != null) {
      line("", tally.firstAltered);
    }
    if (tally.echoed > 0) {
      line(
          "throughput",
          String.format(
              Locale.ROOT,
              "%s messages/s, %s each way, over %s",
              figure(report.messagesPerSecond()),
              rate(report.bytesPerSecond()),
              seconds(report.seconds())));
      latency(tally);
      line("longest gap", millis(tally.longestGapNanos) + " between two echoes of one connection");
    }
    line("connections", connections(tally));
    report.refusals().forEach(refusal -> line("", refusal));
    out.println();
    report.notes().forEach(note -> wrapped("NOTE  " + note).forEach(out::println));
    List<String> lines = wrapped((report.exitCode() == 0 ? "PASS  " : "FAIL  ") + summary(report));
    out.println(colour(report.exitCode() == 0, lines.get(0)));
    lines.subList(1, lines.size()).forEach(out::println);
    out.flush();
  }

  private void line(String name, String text) {
    out.printf(Locale.ROOT, "  %-12s %s%n", name, text);
  }

  private static String messages(Tally tally) {
    String again =
        tally.sentAgain == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d of them sent again", tally.sentAgain);
    return String.format(Locale.ROOT, "%,d sent%s, %,d echoed", tally.sent, again, tally.echoed);
  }

  private void latency(Tally tally) {
    long max = Math.max(1, tally.latency.getMaxValue());
    for (int i = 0; i < PERCENTILES.length; i++) {
      long nanos = tally.latency.getValueAtPercentile(PERCENTILES[i]);
      // A decade is a quarter of the bar: what is far apart is seen beside each other.
      double decades = 4 + Math.log10((double) Math.max(1, nanos) / max);
      String bar = "▇".repeat((int) Math.max(1, Math.round(BAR * decades / 4)));
      line(
          i == 0 ? "latency" : "",
          String.format(Locale.ROOT, "%-5s %10s  %s", NAMES[i], millis(nanos), bar));
    }
  }

  private static String connections(Tally tally) {
    List<String> parts = new ArrayList<>();
    parts.add(String.format(Locale.ROOT, "%,d opened", tally.opened));
    if (tally.failed > 0) {
      parts.add(String.format(Locale.ROOT, "%,d failed", tally.failed));
    }
    for (Map.Entry<Integer, Long> close : tally.closes.entrySet()) {
      parts.add(
          String.format(
              Locale.ROOT,
              close.getKey() == 1006 ? "%,d ended without a Close (%d)" : "%,d closed with %d",
              close.getValue(),
              close.getKey()));
    }
    if (tally.reconnected > 0) {
      parts.add(String.format(Locale.ROOT, "%,d opened again", tally.reconnected));
    }
    return String.join(", ", parts);
  }

  private static String summary(Report report) {
    Tally tally = report.tally();
    if (tally.opened == 0) {
      return report.firstFailure() == null
          ? "No connection was opened."
          : "No connection could be opened: "
              + Refusals.inShort(report.firstFailure())
              + ". To find out why: check "
              + report.target();
    }
    List<String> faults = new ArrayList<>();
    add(faults, tally.lost, "lost");
    add(faults, tally.duplicated, "duplicated");
    add(faults, tally.reordered, "reordered");
    add(faults, tally.altered, "altered");
    List<String> sentences = new ArrayList<>();
    sentences.add(
        faults.isEmpty()
            ? "Nothing was lost, duplicated, reordered or altered."
            : "Of " + plural(tally.sent, "message") + ": " + String.join(", ", faults) + ".");
    if (tally.unexpectedEnds > 0) {
      sentences.add(ends(report.plan(), tally));
    }
    if (tally.failed > 0) {
      sentences.add(plural(tally.failed, "connection") + " could not be opened.");
    }
    if (!faults.isEmpty() && tally.unexpectedEnds == 0) {
      sentences.add("To find out where: check " + report.target());
    }
    return String.join(" ", sentences);
  }

  private static String ends(Plan plan, Tally tally) {
    String ended = plural(tally.unexpectedEnds, "connection") + " ended before the end of the run";
    return plan.isSurviving()
        ? ended + "; " + plural(tally.sentAgain, "message") + " had to be sent again."
        : ended + "; --survive opens them again and sends again what was not echoed.";
  }

  private static void add(List<String> faults, long count, String what) {
    if (count > 0) {
      faults.add(String.format(Locale.ROOT, "%,d %s", count, what));
    }
  }

  private String colour(boolean isPassed, String text) {
    return hasColours ? "\u001B[" + (isPassed ? "32" : "31") + "m" + text + "\u001B[0m" : text;
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
        line.append("     ");
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  static String plural(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }

  static String figure(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%,.1f" : "%,.0f", value);
  }

  static String seconds(double seconds) {
    return seconds == Math.rint(seconds)
        ? String.format(Locale.ROOT, "%.0f s", seconds)
        : String.format(Locale.ROOT, "%.1f s", seconds);
  }

  private static String rate(double bytesPerSecond) {
    return bytesPerSecond < 1e6
        ? String.format(Locale.ROOT, "%.1f kB/s", bytesPerSecond / 1e3)
        : String.format(Locale.ROOT, "%.1f MB/s", bytesPerSecond / 1e6);
  }

  static String millis(long nanos) {
    double millis = nanos / 1e6;
    return String.format(
        Locale.ROOT, millis < 1 ? "%.3f ms" : millis < 100 ? "%.1f ms" : "%,.0f ms", millis);
  }
}

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What the clients saw, all of them together. Used by their threads. */
final class Tally {

  private static final int GOING_AWAY = 1001;
  private static final int SERVICE_RESTART = 1012;
  private static final int BAR = 50;

  private long opened;
  private long made;
  private long sent;
  private long echoed;
  private long duplicated;
  private long altered;
  private long skipped;
  private long resent;
  private long closedUnanswered;
  private long behindClose;
  private long lost;
  private final List<Long> gaps = new ArrayList<>();
  private final Map<Integer, Long> closes = new TreeMap<>();
  private final Map<String, Long> refusals = new TreeMap<>();
  private final Map<String, Long> endsWithoutClose = new TreeMap<>();
  private final Map<String, Long> endsBehindClose = new TreeMap<>();

  /** How many were told to leave in each second after an instance was. */
  private final Map<Long, Long> leaves = new TreeMap<>();

  private long termNanos;

  /** An instance is sent SIGTERM now. */
  synchronized void term() {
    termNanos = System.nanoTime();
  }

  synchronized void opened() {
    opened++;
  }

  synchronized void refused(String reason) {
    refusals.merge(reason, 1L, Long::sum);
  }

  /** A new message. */
  synchronized void made() {
    made++;
  }

  /** A message has gone out, new or again. */
  synchronized void sent() {
    sent++;
  }

  synchronized void echoed() {
    echoed++;
  }

  synchronized void duplicated() {
    duplicated++;
  }

  synchronized void altered() {
    altered++;
  }

  /** One behind it was echoed: it was read, and its echo went missing. */
  synchronized void skipped() {
    skipped++;
  }

  synchronized void resent(int messages) {
    resent += messages;
  }

  synchronized void closed(int code, int unanswered) {
    closes.merge(code, 1L, Long::sum);
    if (code == GOING_AWAY || code == SERVICE_RESTART) {
      closedUnanswered += unanswered;
      leaves.merge(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - termNanos), 1L, Long::sum);
    }
  }

  synchronized void endedWithoutClose(String how) {
    closes.merge(1006, 1L, Long::sum);
    endsWithoutClose.merge(String.valueOf(how), 1L, Long::sum);
  }

  /** RFC 6455, 5.5.1: nothing may come there. */
  synchronized void behindClose() {
    behindClose++;
  }

  /** TCP ended otherwise than in order behind the Close. */
  synchronized void endOfTcp(String how) {
    endsBehindClose.merge(String.valueOf(how), 1L, Long::sum);
  }

  /** A client has ended. */
  synchronized void left(int unanswered, long longestGapNanos) {
    lost += unanswered;
    gaps.add(longestGapNanos);
  }

  synchronized long opens() {
    return opened;
  }

  synchronized void print(PrintStream out, boolean comesBack) {
    line(out, "messages", "%d made, %d sent, %d echoed", made, sent, echoed);
    if (comesBack) {
      line(out, "lost", "%d", lost + skipped);
      line(out, "duplicated", "%d on the connection they were sent on", duplicated);
      line(out, "sent again", "%d, unanswered when their connection was closed", resent);
    } else {
      line(out, "echo missing", "%d, though one behind it was echoed", skipped);
      line(out, "duplicated", "%d", duplicated);
      line(out, "unanswered", "%d, sent when their connection was closed", closedUnanswered);
    }
    line(out, "altered", "%d", altered);
    line(out, "behind Close", "%d frames", behindClose);
    line(out, "connections", "%d opened", opened);
    line(out, "closes by code", "%s", closes);
    line(out, "without Close", "%s", endsWithoutClose);
    line(out, "TCP behind Close", "%s", endsBehindClose.isEmpty() ? "in order" : endsBehindClose);
    line(out, "failed handshakes", "%s", refusals.isEmpty() ? "none" : refusals);
    if (comesBack) {
      gaps.sort(null);
      line(
          out,
          "longest gap",
          "%.0f ms between two echoes; of the median client %.0f ms",
          gaps.get(gaps.size() - 1) / 1e6,
          gaps.get(gaps.size() / 2) / 1e6);
    }
    out.println("closed by the server, in each second after SIGTERM:");
    long most = leaves.values().stream().mapToLong(Long::longValue).max().orElse(1);
    for (long second = 0; second <= leaves.keySet().stream().reduce(0L, Math::max); second++) {
      long count = leaves.getOrDefault(second, 0L);
      String bar = "#".repeat((int) ((count * BAR + most - 1) / most));
      out.println(String.format(Locale.ROOT, "%6d s %5d  %s", second, count, bar).stripTrailing());
    }
  }

  private static void line(PrintStream out, String name, String format, Object... values) {
    out.printf(Locale.ROOT, "%-19s" + format + "%n", concat(name, values));
  }

  private static Object[] concat(String name, Object... values) {
    List<Object> all = new ArrayList<>(List.of(name));
    all.addAll(List.of(values));
    return all.toArray();
  }

  /** What a clean leave does not bring, one sentence each. */
  synchronized List<String> faults(boolean comesBack) {
    List<String> faults = new ArrayList<>();
    complain(faults, comesBack ? lost + skipped : skipped, "messages were lost");
    complain(faults, duplicated, "messages were echoed twice on one connection");
    complain(faults, altered, "messages came back altered");
    complain(faults, behindClose, "frames came behind a Close");
    complain(faults, closes.getOrDefault(1006, 0L), "connections ended without a Close");
    complain(faults, sum(endsBehindClose), "connections did not end in order behind their Close");
    complain(faults, sum(refusals), "handshakes failed");
    complain(
        faults, comesBack ? 0 : opened - sum(leaves), "connections were not closed by the drain");
    if (leaves.isEmpty()) {
      faults.add("no connection was closed by a drain");
    }
    return faults;
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static void complain(List<String> faults, long count, String what) {
    if (count > 0) {
      faults.add(count + " " + what);
    }
  }

  /** For a comparison with what the instances counted. */
  synchronized String totals() {
    return sent + " " + echoed;
  }
}

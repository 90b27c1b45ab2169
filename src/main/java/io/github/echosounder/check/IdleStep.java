package io.github.echosounder.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.echosounder.check.IdleJudgement.Fate;
import io.github.echosounder.check.IdleJudgement.Finding;
import io.github.echosounder.client.Event;
import io.github.echosounder.client.OpeningException;
import io.github.echosounder.client.TcpEnd;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Three connections side by side: one silent, one that pings, one that sends messages. */
final class IdleStep implements Step {

  private static final long SECOND = 1_000_000_000L;
  private static final long LOOK_MILLIS = 10;

  /** A path that loses a message now and then still answers one of so many. */
  private static final int QUESTIONS = 3;

  @Override
  public Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException {
    Watch silent = new Watch(path.open());
    Watch pinging = new Watch(path.open());
    Watch talking = new Watch(path.open());
    List<Watch> all = List.of(silent, pinging, talking);
    watch(path, all, pinging, talking);
    ask(path, all);
    Finding finding = IdleJudgement.of(Fate.of(silent), Fate.of(pinging), Fate.of(talking));
    String idle = Text.of(path.options().idle());
    return switch (finding) {
      case NONE ->
          Outcome.pass("Silent for " + idle + ", and still open.")
              .with("watchedSeconds", path.options().idle().toMillis() / 1e3);
      case NOT_FOR_SILENCE -> notForSilence(path, all);
      case SILENT_CUT ->
          cut(path, Cause.IDLE_CUT, silent, "A ping a second kept another one open.");
      case CUT_DESPITE_PING ->
          cut(
              path,
              Cause.IDLE_CUT_DESPITE_PING,
              silent,
              "A ping a second did not keep another one open; messages "
                  + (talking.end() == null ? "did." : "did not for long."));
    };
  }

  private static void watch(Path path, List<Watch> all, Watch pinging, Watch talking)
      throws InterruptedException {
    long began = System.nanoTime();
    long length = path.options().idle().toNanos();
    long due = began + SECOND;
    while (System.nanoTime() - began < length && all.stream().anyMatch(w -> w.end() == null)) {
      if (System.nanoTime() >= due) {
        due += SECOND;
        tick(pinging, talking);
        path.progress()
            .show(
                "idle: "
                    + (System.nanoTime() - began) / SECOND
                    + " of "
                    + path.options().idle().toSeconds()
                    + " s"
                    + all.stream()
                        .filter(w -> w.end() != null)
                        .map(w -> ", one ended")
                        .findFirst()
                        .orElse(""));
      }
      look(all);
      Thread.sleep(LOOK_MILLIS);
    }
    look(all);
  }

  /**
   * What a firewall or NAT forgets looks open to both sides: only who says something learns of it.
   */
  private static void ask(Path path, List<Watch> all) throws InterruptedException {
    Set<Watch> awaited = new HashSet<>();
    for (Watch watch : all) {
      if (watch.end() == null) {
        watch.forgetAnswers();
        for (int i = 0; i < QUESTIONS; i++) {
          watch.connection().text("still there? " + Messages.nonce());
        }
        awaited.add(watch);
      }
    }
    long end = System.nanoTime() + path.timeout().toNanos();
    while (!awaited.isEmpty() && System.nanoTime() < end) {
      look(all);
      awaited.removeIf(watch -> watch.isAnswered() || watch.end() != null);
      Thread.sleep(LOOK_MILLIS);
    }
    awaited.forEach(Watch::dead);
  }

  private static void tick(Watch pinging, Watch talking) {
    if (pinging.end() == null) {
      pinging.connection().ping(new byte[] {'i', 'd', 'l', 'e'});
      pinging.sent();
    }
    if (talking.end() == null) {
      talking.connection().text("idle " + Messages.nonce());
      talking.sent();
    }
  }

  private static void look(List<Watch> all) throws InterruptedException {
    for (Watch watch : all) {
      for (Event event = watch.connection().next(Duration.ZERO); event != null; ) {
        watch.take(event);
        event = watch.connection().next(Duration.ZERO);
      }
    }
  }

  private static Outcome notForSilence(Path path, List<Watch> all) throws InterruptedException {
    Watch first = all.stream().filter(w -> w.end() != null).findFirst().orElse(null);
    if (first == null) {
      return Endings.of(
          null, path.timeout(), "after " + Text.of(path.options().idle()) + ", whatever had moved");
    }
    String after = Text.seconds(first.ageSeconds());
    long ended = all.stream().filter(w -> w.end() != null).count();
    Blame blame = blame(path, first);
    Outcome named = Endings.of(first.end(), path.timeout(), "after " + after);
    return named
        .saying(
            ended == all.size()
                ? "It ended connections that were silent and those that were not alike, so it is no"
                    + " idle timeout: a longest life, a restart, or a crash."
                    + Advice.against(Cause.CUT, first.ageSeconds(), path.opening())
                : "That was not for silence: the silent one stayed open.")
        .with("afterSeconds", Text.rounded(first.ageSeconds(), 1))
        .with("endedBy", blame.endedBy());
  }

  private static Outcome forgotten(Path path, Cause cause, Watch silent, String others)
      throws InterruptedException {
    JsonNode account = path.echosounder().accountNow(silent.connection());
    boolean hasEnded = account.path("state").asText().equals("ended");
    Outcome outcome =
        Outcome.fail(
                cause,
                "After "
                    + Text.of(path.options().idle())
                    + " of silence nothing comes back any more, though TCP looks open here: something on"
                    + " the way, such as a firewall, a NAT or a load balancer, has forgotten the"
                    + " connection"
                    + (hasEnded ? ", and the server has seen it end." : ".")
                    + " Send pings more often, or raise its idle timeout."
                    + Advice.against(cause, path.opening())
                    + " "
                    + others)
            .with("endedBy", account.isMissingNode() ? "unknown" : "network");
    return hasEnded
        ? outcome.with("afterSeconds", Text.rounded(account.path("ageSeconds").asDouble(), 1))
        : outcome;
  }

  private static Outcome cut(Path path, Cause cause, Watch silent, String others)
      throws InterruptedException {
    if (silent.isDead()) {
      return forgotten(path, cause, silent, others);
    }
    double after = Text.rounded(silent.silenceSeconds(), 1);
    Blame blame = blame(path, silent);
    String cure =
        blame.endedBy().equals("server") ? "" : Advice.against(cause, after, path.opening());
    Outcome outcome =
        Outcome.fail(
                cause,
                "Ended after "
                    + Text.seconds(after)
                    + " of silence, "
                    + blame.sentence()
                    + cure
                    + " "
                    + others)
            .with("afterSeconds", after)
            .with("endedBy", blame.endedBy());
    return silent.end() instanceof Event.Closed close
        ? outcome.with("closeCode", close.code()).with("closeReason", close.reason())
        : outcome;
  }

  /** Who ended it, and in which words that is told. */
  private record Blame(String endedBy, String sentence) {}

  private static Blame blame(Path path, Watch watch) throws InterruptedException {
    Event end = watch.end();
    boolean isClose = end instanceof Event.Closed;
    String here =
        end instanceof Event.Closed close
            ? "with a Close " + close.code()
            : end instanceof Event.Ended ended && ended.end() == TcpEnd.RESET
                ? "TCP was reset"
                : "TCP ended without a Close";
    if (watch.connection().response().value(Echosounder.CONNECTION).isEmpty()) {
      return isClose
          ? new Blame("server", "by the server, or a gateway in its place, " + here + ".")
          : new Blame(
              "unknown",
              here + ": the idle timeout of a proxy on the way most likely, or the server's own.");
    }
    JsonNode account = path.echosounder().account(watch.connection());
    JsonNode verdict = account.path("verdict");
    String initiator = verdict.path("initiator").asText("");
    String cause = verdict.path("cause").asText("");
    if (initiator.equals("server")) {
      return new Blame(
          "server",
          "by the server itself, for its cause "
              + cause
              + (cause.equals("idle") ? " (echosounder.idle-timeout)." : "."));
    }
    if (account.isMissingNode()) {
      return new Blame(
          "unknown", here + "; the instance of the server that knows more was not found.");
    }
    String saw =
        switch (initiator) {
          case "client" -> "got a Close in this client's name";
          case "network" ->
              cause.equals("tcp-reset") ? "saw TCP reset" : "saw TCP end without a Close";
          default -> "did not notice";
        };
    return new Blame(
        "network", "by something between this client and the server, which " + saw + ".");
  }
}

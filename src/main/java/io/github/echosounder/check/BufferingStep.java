package io.github.echosounder.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.echosounder.check.BufferingJudgement.Tick;
import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.Event;
import io.github.echosounder.client.OpeningException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** A message at each tick, from the server or there and back: do they come as they leave? */
final class BufferingStep implements Step {

  private static final int TICKS = 40;
  private static final int PER_SECOND = 20;
  private static final double INTERVAL_MILLIS = 1000.0 / PER_SECOND;

  /**
   * No proxy that the chart knows holds back what follows a 101, so there is no setting to name.
   */
  private static final String CURE =
      "Something collects messages before it passes them on, as gateways do that scan what passes:"
          + " exempt this host from it.";

  @Override
  public Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException {
    Outcome outcome = once(path);
    if (outcome.cause() != Cause.BUFFERED) {
      return outcome;
    }
    // A machine that was busy for a moment looks the same, once.
    Outcome again = once(path);
    return again.isFail() ? again.saying(CURE) : again;
  }

  private static Outcome once(Path path)
      throws OpeningException, BrokenException, InterruptedException {
    List<Tick> ticks = path.isEchosounder() ? streamed(path) : echoed(path);
    return ticks.isEmpty()
        ? Endings.of(null, path.timeout(), "of what was sent tick by tick")
        : BufferingJudgement.of(ticks, INTERVAL_MILLIS);
  }

  private static List<Tick> streamed(Path path)
      throws OpeningException, BrokenException, InterruptedException {
    String target = path.echosounder().target("/ws/stream?rate=" + PER_SECOND + "&count=" + TICKS);
    BlockingConnection connection;
    try {
      connection = path.open(path.request().at(path.address().at(target)));
    } catch (OpeningException notHere) {
      return echoed(path);
    }
    List<Tick> ticks = new ArrayList<>();
    while (ticks.size() < TICKS) {
      path.progress().show("buffering: tick " + ticks.size() + " of " + TICKS);
      Event.Message message;
      try {
        message = Echoes.next(path, connection, "from /ws/stream");
      } catch (BrokenException silent) {
        if (ticks.isEmpty() && silent.outcome().cause() == Cause.SILENT) {
          return echoed(path);
        }
        throw silent;
      }
      JsonNode tick = Echosounder.read(message.text());
      Instant departed;
      try {
        departed = Instant.parse(tick.path("time").asText());
      } catch (DateTimeParseException altered) {
        throw new BrokenException(
            Outcome.fail(
                Cause.MESSAGE_ALTERED,
                "A message of /ws/stream is none that the server sends: it was altered on the way."));
      }
      ticks.add(
          new Tick(
              ChronoUnit.MICROS.between(Instant.EPOCH, departed) / 1e3, message.nanos() / 1e6));
    }
    return ticks;
  }

  private static List<Tick> echoed(Path path)
      throws OpeningException, BrokenException, InterruptedException {
    BlockingConnection connection = path.open();
    String nonce = Messages.nonce();
    List<Double> departed = new ArrayList<>();
    List<Tick> ticks = new ArrayList<>();
    long interval = (long) (INTERVAL_MILLIS * 1e6);
    long due = System.nanoTime();
    while (ticks.size() < TICKS) {
      if (departed.size() < TICKS && System.nanoTime() >= due) {
        departed.add(System.nanoTime() / 1e6);
        connection.text("tick " + departed.size() + " " + nonce);
        due += interval;
        path.progress().show("buffering: tick " + departed.size() + " of " + TICKS);
      }
      boolean isSending = departed.size() < TICKS;
      Event event =
          connection.next(isSending ? Duration.ofNanos(due - System.nanoTime()) : path.timeout());
      if (event instanceof Event.Message message && ticks.size() < departed.size()) {
        ticks.add(new Tick(departed.get(ticks.size()), message.nanos() / 1e6));
      } else if (event == null && !isSending) {
        return ticks;
      } else if (event instanceof Event.Closed
          || event instanceof Event.Ended
          || event instanceof Event.Violated) {
        throw new BrokenException(Endings.of(event, path.timeout(), "after a message each tick"));
      }
    }
    return ticks;
  }
}

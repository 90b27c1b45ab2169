package io.github.echosounder.check;

import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.Event;
import io.github.echosounder.client.OpeningException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Many numbered messages at once on one connection, none waited for. */
final class BurstStep implements Step {

  private static final int MESSAGES = 1000;

  /** Once the pong behind the last message is here, what is still missing comes soon or never. */
  private static final Duration LATE = Duration.ofSeconds(3);

  /** For what comes twice. */
  private static final Duration SETTLING = Duration.ofMillis(200);

  @Override
  public Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException {
    BlockingConnection connection = path.open();
    String nonce = Messages.nonce();
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      sent.add(message(i, nonce));
    }
    sent.forEach(connection::text);
    connection.ping(new byte[0]);

    List<Integer> numbers = new ArrayList<>();
    Set<Integer> distinct = new HashSet<>();
    boolean isPonged = false;
    int altered = 0;
    long heard = System.nanoTime();
    while (true) {
      boolean isComplete = distinct.size() + altered >= MESSAGES;
      Duration patience =
          isComplete
              ? SETTLING
              : isPonged && LATE.compareTo(path.timeout()) < 0 ? LATE : path.timeout();
      // What nobody asked for does not prolong the wait.
      long left = heard + patience.toNanos() - System.nanoTime();
      Event event = left <= 0 ? null : connection.next(Duration.ofNanos(left));
      if (event == null) {
        break;
      }
      if (event instanceof Event.Message reply) {
        int number = number(reply.text(), sent);
        numbers.add(number);
        if (number >= 0 && distinct.add(number)) {
          heard = System.nanoTime();
        }
        altered += number < 0 ? 1 : 0;
        path.progress().show("burst: " + numbers.size() + " of " + MESSAGES);
      } else if (event instanceof Event.Pong) {
        isPonged = true;
        heard = System.nanoTime();
      } else if (!(event instanceof Event.Ping)) {
        return Endings.of(
            event,
            patience,
            "after " + numbers.size() + " of " + MESSAGES + " messages of a burst");
      }
    }
    if (numbers.isEmpty()) {
      return Endings.of(null, path.timeout(), "of a burst");
    }
    if (distinct.isEmpty() && !path.hasEchoed()) {
      return Outcome.fail(Cause.NOT_AN_ECHO, "None of the replies is what was sent.");
    }
    path.echoed();
    return BurstJudgement.of(MESSAGES, numbers);
  }

  /** Of different lengths, so that no two look alike. */
  private static String message(int number, String nonce) {
    String text = number + " " + nonce + " ";
    return text + Integer.toHexString(text.hashCode()) + "x".repeat(number * 7 % 251);
  }

  private static int number(String reply, List<String> sent) {
    int space = reply.indexOf(' ');
    String digits = space < 0 ? "" : reply.substring(0, space);
    if (!digits.matches("\\d{1,4}")) {
      return -1;
    }
    int number = Integer.parseInt(digits);
    return number < sent.size() && sent.get(number).equals(reply) ? number : -1;
  }
}

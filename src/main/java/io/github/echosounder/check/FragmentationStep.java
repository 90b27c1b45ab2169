package io.github.echosounder.check;

import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.Event;
import io.github.echosounder.client.OpeningException;
import io.github.echosounder.client.Payload;
import io.github.echosounder.wire.frame.Opcode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** RFC 6455, 5.4: a message in three fragments, a ping between them. */
final class FragmentationStep implements Step {

  private static final int FIRST = 10;
  private static final int SECOND = 30;
  private static final byte[] BETWEEN = "between".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BEHIND = "behind".getBytes(StandardCharsets.US_ASCII);

  /** What became of the ping between the fragments. */
  enum Ping {
    /** While the message was open. */
    ANSWERED,
    /** Only once the message had ended. */
    LATE,
    /** The one behind the message was answered, this one was not. */
    LOST,
    /** Neither was. */
    UNANSWERED
  }

  @Override
  public Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException {
    byte[] text = Messages.text("fragmentation").getBytes(StandardCharsets.UTF_8);
    return Fragmented.take(path, text, () -> once(path, text));
  }

  private static Outcome once(Path path, byte[] text)
      throws OpeningException, BrokenException, InterruptedException {
    BlockingConnection connection = path.open();
    connection.send(Opcode.TEXT, Payload.of(Arrays.copyOf(text, FIRST)));
    connection.ping(BETWEEN);
    Replies replies = new Replies(path, connection);
    boolean isAnsweredWithin = replies.awaitPong(BETWEEN);
    connection.send(Opcode.CONTINUATION, Payload.of(Arrays.copyOfRange(text, FIRST, SECOND)));
    connection.send(
        Opcode.FIN | Opcode.CONTINUATION,
        Payload.of(Arrays.copyOfRange(text, SECOND, text.length)));
    Event.Message reply = replies.message();
    Outcome fault = EchoJudgement.of(text, true, reply, path.hasEchoed());
    if (fault != null) {
      return fault;
    }
    path.echoed();
    List<Long> sent = List.of((long) FIRST, (long) SECOND - FIRST, (long) text.length - SECOND);
    List<Long> got = reply.frames().stream().map(Event.Frame::length).toList();
    Ping ping = isAnsweredWithin ? Ping.ANSWERED : behind(connection, replies);
    return judge(sent, got, ping, path.isEchosounder())
        .with("sentFragments", sent)
        .with("receivedFragments", got)
        .with("pingBetween", ping.name().toLowerCase(Locale.ROOT));
  }

  /** The pong that did not come while the message was open. */
  private static Ping behind(BlockingConnection connection, Replies replies)
      throws BrokenException, InterruptedException {
    if (!replies.hasPonged(BETWEEN)) {
      connection.ping(BEHIND);
      boolean isAnswered = replies.awaitPong(BEHIND);
      if (!replies.hasPonged(BETWEEN)) {
        return isAnswered ? Ping.LOST : Ping.UNANSWERED;
      }
    }
    return Ping.LATE;
  }

  static Outcome judge(List<Long> sent, List<Long> got, Ping ping, boolean isEchosounder) {
    return switch (ping) {
      case ANSWERED -> judge(sent, got, isEchosounder);
      case LOST ->
          Outcome.fail(
              Cause.PING_UNANSWERED,
              "A ping between two fragments of a message was not answered, one behind the message"
                  + " was: something on the way or the server loses control frames amid a message,"
                  + " which RFC 6455 (5.4) allows there, so keep-alives fail while a long message is"
                  + " under way.");
      case LATE -> late(judge(sent, got, isEchosounder), isEchosounder);
      case UNANSWERED ->
          judge(sent, got, isEchosounder).saying("Pings were not answered, see step ping.");
    };
  }

  private static Outcome late(Outcome judged, boolean isEchosounder) {
    String told =
        "A ping between two fragments was answered only once the message had ended: something on"
            + " the way or the server holds control frames back until a message is whole.";
    return isEchosounder && !judged.isFail()
        ? Outcome.remark(Cause.REFRAGMENTED, judged.detail()).saying(told)
        : judged.saying(told);
  }

  private static Outcome judge(List<Long> sent, List<Long> got, boolean isEchosounder) {
    if (sent.equals(got)) {
      return Outcome.pass("Three fragments came back as three, as they were cut.");
    }
    String told =
        "The message came back whole; its "
            + sent.size()
            + " fragments ("
            + sizes(sent)
            + " bytes) as "
            + (got.size() == 1 ? "one frame" : got.size() + " (" + sizes(got) + ")");
    return isEchosounder
        ? Outcome.remark(
            Cause.REFRAGMENTED,
            told
                + ": something on the way reads messages and writes them anew, which RFC 6455 (5.4)"
                + " allows.")
        : Outcome.pass(told + ", which a server may do.");
  }

  private static String sizes(List<Long> sizes) {
    return String.join(", ", sizes.stream().map(String::valueOf).toList());
  }

  /** What has come so far: the message, and the pongs' payloads. */
  private static final class Replies {
    private final Path path;
    private final BlockingConnection connection;
    private final List<byte[]> pongs = new ArrayList<>();
    private Event.@Nullable Message message;

    private Replies(Path path, BlockingConnection connection) {
      this.path = path;
      this.connection = connection;
    }

    private boolean hasPonged(byte[] payload) {
      return pongs.stream().anyMatch(pong -> Arrays.equals(pong, payload));
    }

    /** False where it does not come in time. */
    private boolean awaitPong(byte[] payload) throws BrokenException, InterruptedException {
      long end = System.nanoTime() + path.timeout().toNanos();
      while (!hasPonged(payload)) {
        if (!take(end, "after a ping between the fragments of a message")) {
          return false;
        }
      }
      return true;
    }

    private Event.Message message() throws BrokenException, InterruptedException {
      String when = "after a message in fragments with a ping between them";
      long end = System.nanoTime() + path.timeout().toNanos();
      while (message == null) {
        if (!take(end, when)) {
          throw new BrokenException(Endings.of(null, path.timeout(), when));
        }
      }
      return message;
    }

    private boolean take(long end, String when) throws BrokenException, InterruptedException {
      Event event = connection.next(Duration.ofNanos(end - System.nanoTime()));
      if (event instanceof Event.Pong pong) {
        pongs.add(pong.payload());
      } else if (event instanceof Event.Message reply) {
        message = message == null ? reply : message;
      } else if (event != null && !(event instanceof Event.Ping)) {
        throw new BrokenException(Endings.of(event, path.timeout(), when));
      }
      return event != null;
    }
  }
}

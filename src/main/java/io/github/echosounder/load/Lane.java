package io.github.echosounder.load;

import io.github.echosounder.client.Connection;
import io.github.echosounder.client.Failure;
import io.github.echosounder.client.Listener;
import io.github.echosounder.client.Payload;
import io.github.echosounder.client.Response;
import io.github.echosounder.client.TcpEnd;
import io.github.echosounder.wire.frame.CloseFrame;
import io.github.echosounder.wire.frame.Opcode;
import io.github.echosounder.wire.frame.Violation;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One of the connections that were asked for. It keeps every message until its echo has come; when
 * the connection ends it may open another, and sends again what is left. For its event loop.
 */
final class Lane {

  /** RFC 6455, 7.1.5: the code of an end without a Close. */
  private static final int WITHOUT_CLOSE = 1006;

  private static final int NORMAL = 1000;

  /** At a fixed rate: what is due beyond this many bytes on their way waits. */
  private static final int LARGEST_WINDOW_BYTES = 4 << 20;

  private static final int LARGEST_WINDOW = 16 * 1024;

  private enum State {
    NEW,
    OPENING,
    OPEN,
    WAITING,
    /** It does not come back. */
    OVER
  }

  private final int id;
  private final Driver driver;
  private final Plan plan;
  private final Content content;
  private final Tally tally;
  private final EchoReader reader;
  private final Window window;
  private final int capacity;
  private final int opcode;
  private final Backoff backoff = new Backoff();

  /**
   * As many as are on their way at most, used in turn: a message's bytes are made as they leave.
   */
  private Message[] messages = new Message[0];

  private State state = State.NEW;
  private @Nullable Link link;
  private boolean hasOpened;
  private @Nullable Failure failure;

  /** At a fixed rate: which message is due next. */
  private long round;

  private long lastEchoNanos;

  Lane(int id, Driver driver, Plan plan, Content content, Tally tally) {
    this.id = id;
    this.driver = driver;
    this.plan = plan;
    this.content = content;
    this.tally = tally;
    this.reader = new EchoReader(content, id, plan.isText());
    this.capacity =
        plan.hasRate()
            ? Math.max(16, Math.min(LARGEST_WINDOW, LARGEST_WINDOW_BYTES / (plan.size() + 1)))
            : plan.inFlight();
    this.window = new Window(content.numbers(), plan.hasRate() ? 16 : capacity, tally);
    this.opcode = plan.isText() ? Opcode.TEXT : Opcode.BINARY;
  }

  int id() {
    return id;
  }

  // ------------------------------------------------------------------- opens

  void open() {
    state = State.OPENING;
    Link opening = new Link();
    link = opening;
    driver.open(opening);
  }

  private void opened(Link opened, Connection connection) {
    opened.connection = connection;
    state = State.OPEN;
    failure = null;
    long now = System.nanoTime();
    if (hasOpened) {
      tally.reconnected++;
    } else {
      hasOpened = true;
      tally.opened++;
      lastEchoNanos = now;
      round = plan.hasRate() ? driver.round(id, now) : 0;
    }
    driver.opened();
    for (long number = window.first(); number < window.next(); number++) {
      connection.message(opcode, message(number));
      tally.sentAgain++;
    }
    fill(now);
  }

  private void failed(Failure why) {
    failure = why;
    tally.refused(Refusals.inShort(why));
    driver.failed(why);
    if (plan.isSurviving() && !driver.isStopped()) {
      comeBack();
    } else {
      over();
    }
  }

  private void comeBack() {
    state = State.WAITING;
    driver.schedule(
        () -> {
          if (state == State.WAITING && driver.wants(this)) {
            open();
          }
        },
        backoff.nextMillis());
  }

  private void over() {
    state = State.OVER;
    driver.over();
  }

  // ------------------------------------------------------------------- sends

  /** Sends what may be sent now. */
  private void fill(long now) {
    Link open = link;
    if (state != State.OPEN || open == null || driver.isStopped()) {
      return;
    }
    if (!plan.hasRate()) {
      while (window.size() < capacity) {
        send(open.connection(), now);
      }
      return;
    }
    while (window.size() < capacity && driver.due(id, round) <= now) {
      send(open.connection(), driver.due(id, round++));
    }
  }

  /** The same, and lets it leave at once. */
  void fillAndFlush(long now) {
    long before = window.next();
    fill(now);
    if (link != null && window.next() != before) {
      link.connection().flush();
    }
  }

  private void send(Connection connection, long due) {
    connection.message(opcode, message(window.send(due)));
  }

  private Message message(long number) {
    if (messages.length < window.size()) {
      // As in the window, the length is a power of two.
      messages = new Message[Integer.highestOneBit(window.size()) * 2];
    }
    int at = (int) (number & messages.length - 1);
    Message message = messages[at];
    if (message == null || message.number != number) {
      message = message == null ? new Message() : message;
      message.number = number;
      messages[at] = message;
    }
    return message;
  }

  /** A message on its way. */
  private final class Message implements Payload {
    private long number;

    @Override
    public long length() {
      return content.size();
    }

    @Override
    public void write(long from, ByteBuffer out) {
      content.write(number, id, from, out);
    }
  }

  // -------------------------------------------------------------------- ends

  private void echoed(boolean cameAsText, long now) {
    boolean isAsSent = reader.isAsSent(cameAsText);
    if (!isAsSent && tally.firstAltered == null) {
      tally.firstAltered = "The first altered message " + reader.difference(cameAsText) + ".";
    }
    long due = window.judge(reader.number(), isAsSent);
    reader.reset();
    if (due != Window.NOTHING) {
      tally.latency(now - due);
      tally.gap(now - lastEchoNanos);
      lastEchoNanos = now;
      backoff.reset();
    }
    fill(now);
  }

  /** The connection has ended, or will: nothing more comes on it. */
  private void ended(Link ended, int code) {
    if (ended != link || ended.isDone) {
      return;
    }
    ended.isDone = true;
    link = null;
    reader.reset();
    window.forgetLateOnes();
    tally.closed(code);
    if (plan.isSurviving() && driver.wants(this)) {
      comeBack();
    } else {
      over();
    }
  }

  boolean hasUnanswered() {
    return !window.isEmpty();
  }

  boolean isLateOneAwaited() {
    return window.isLateOneAwaited();
  }

  /** Ends in order. */
  void close() {
    if (state == State.OPEN && link != null) {
      link.isDone = true;
      link.connection().close(NORMAL, "");
      link.connection().flush();
    }
    boolean isRefused = state == State.OPENING || failure != null;
    if (plan.hasRate() && window.size() == capacity) {
      tally.overdue += Math.max(0, driver.round(id, driver.stoppedNanos()) - round);
    }
    tally.failed += isRefused && (!hasOpened || hasUnanswered()) ? 1 : 0;
    state = State.OVER;
    if (hasUnanswered()) {
      tally.gap(driver.stoppedNanos() - lastEchoNanos);
    }
    window.giveUp();
  }

  /** A connection of this lane; only the last one counts. */
  final class Link implements Listener {
    private @Nullable Connection connection;
    private boolean isDone;

    private Connection connection() {
      if (connection == null) {
        throw new IllegalStateException("not open yet");
      }
      return connection;
    }

    @Override
    public void opened(Connection opened, Response response) {
      Lane.this.opened(this, opened);
      driver.answered(response);
    }

    @Override
    public void failed(Connection failed, Failure failure) {
      Lane.this.failed(failure);
    }

    @Override
    public void payload(Connection from, ByteBuffer bytes, int at, int length) {
      if (!isDone) {
        reader.piece(bytes, at, length, window.first());
      }
    }

    @Override
    public void message(
        Connection from, boolean isText, boolean isCompressed, long bytes, long wireBytes) {
      if (!isDone) {
        echoed(isText, from.progressedNanos());
      }
    }

    @Override
    public void close(Connection from, CloseFrame frame) {
      Lane.this.ended(this, frame.code());
    }

    @Override
    public void violated(Connection from, Violation violation) {
      tally.refused("the server broke a rule: " + violation.reason());
      Lane.this.ended(this, violation.code());
    }

    @Override
    public void ended(Connection from, TcpEnd end) {
      Lane.this.ended(this, WITHOUT_CLOSE);
      driver.linkEnded();
    }
  }

  /** Whether it is not known yet if it opens at all. */
  boolean isOpeningFirst() {
    return state == State.OPENING && !hasOpened;
  }

  boolean isOpen() {
    return state == State.OPEN;
  }
}

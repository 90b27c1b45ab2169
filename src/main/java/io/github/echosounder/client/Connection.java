package io.github.echosounder.client;

import io.github.echosounder.wire.frame.CloseFrame;
import io.github.echosounder.wire.frame.Deflation;
import io.github.echosounder.wire.frame.Opcode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection. Its methods that send belong to its event loop; {@link #execute} leads there.
 * What is sent goes out with the next {@link #flush}, which follows each {@link
 * Listener#readComplete} by itself.
 */
public final class Connection {

  private final Request request;
  private final Listener listener;
  private final long began = System.nanoTime();

  private volatile long tcpDone;
  private volatile long tlsDone;
  private volatile long upgraded;
  private volatile @Nullable Tls tls;
  private volatile @Nullable Channel channel;
  private long received;
  private volatile long progressed = began;

  private volatile boolean isEndedHere;
  private boolean hasFailed;
  private @Nullable Outgoing outgoing;
  private @Nullable Deflation deflation;
  private boolean hasSentClose;

  Connection(Request request, Listener listener) {
    this.request = request;
    this.listener = listener;
  }

  // ------------------------------------------------------------------ sends

  /**
   * Sends a frame as it is told: no rule is enforced.
   *
   * @param first the first byte: FIN, RSV1 to RSV3, opcode; see {@link Opcode}
   */
  public void send(int first, Payload payload) {
    if ((first & Opcode.MASK_OF_OPCODE) == Opcode.CLOSE) {
      hasSentClose = true;
    }
    outgoing().send(first, payload);
  }

  /** Sends a whole message, compressed where that was granted. */
  public void message(int opcode, Payload payload) {
    Deflation deflation = this.deflation;
    if (deflation == null) {
      send(Opcode.FIN | opcode, payload);
    } else {
      send(Opcode.FIN | Opcode.RSV1 | opcode, Compressed.of(payload, deflation));
    }
  }

  public void text(String text) {
    message(Opcode.TEXT, Payload.of(text));
  }

  /**
   * Begins the closing handshake (RFC 6455, 7.1.2), once. TCP is ended by this side where the
   * server has not ended it within the request's timeout.
   */
  public void close(int code, String reason) {
    if (!hasSentClose) {
      send(Opcode.FIN | Opcode.CLOSE, Payload.of(new CloseFrame(code, reason).payload()));
      Channel open = channel();
      open.eventLoop().schedule(this::end, request.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  public boolean hasSentClose() {
    return hasSentClose;
  }

  public void flush() {
    outgoing().flush();
  }

  /** Whether what was sent has left this process, but for what the kernel takes. */
  public boolean isDrained() {
    return outgoing().isDrained();
  }

  /** Whether more is taken without waiting. */
  public boolean isWritable() {
    return channel().isWritable();
  }

  /** Runs it on the event loop. */
  public void execute(Runnable task) {
    Channel open = channel;
    if (open != null) {
      open.eventLoop().execute(task);
    }
  }

  /** Runs it on the event loop after a while. */
  public void schedule(Runnable task, long delay, TimeUnit unit) {
    channel().eventLoop().schedule(task, delay, unit);
  }

  /** Ends TCP with a FIN, without a word. From any thread; also while it opens. */
  public void end() {
    Channel open = channel;
    if (open != null) {
      isEndedHere = true;
      open.close();
    }
  }

  /** Ends TCP with a RST. From any thread. */
  public void reset() {
    Channel open = channel;
    if (open != null) {
      isEndedHere = true;
      open.config().setOption(ChannelOption.SO_LINGER, 0);
      open.close();
    }
  }

  // ------------------------------------------------------------------ facts

  public Request request() {
    return request;
  }

  /** What TLS agreed on; null without TLS, or before. */
  public @Nullable Tls tls() {
    return tls;
  }

  public Timings timings() {
    return new Timings(
        between(began, tcpDone), between(tcpDone, tlsDone), between(begunUpgrade(), upgraded));
  }

  private long begunUpgrade() {
    return tlsDone != 0 ? tlsDone : tcpDone;
  }

  private static long between(long from, long to) {
    return from == 0 || to == 0 ? -1 : to - from;
  }

  /** Bytes that came, above TLS, the handshake's included. For its event loop. */
  public long receivedBytes() {
    return received;
  }

  /** {@link System#nanoTime} when bytes last came, or left to the kernel. */
  public long progressedNanos() {
    return progressed;
  }

  // ---------------------------------------------------- from the handlers

  Listener listener() {
    return listener;
  }

  void registered(Channel channel) {
    this.channel = channel;
  }

  void tcpDone() {
    tcpDone = System.nanoTime();
  }

  void tlsDone(Tls tls) {
    this.tls = tls;
    tlsDone = System.nanoTime();
  }

  void opened(Response response, Outgoing outgoing, @Nullable Deflation deflation) {
    upgraded = System.nanoTime();
    this.outgoing = outgoing;
    this.deflation = deflation;
    listener.opened(this, response);
  }

  void failed(Failure failure) {
    if (!hasFailed) {
      hasFailed = true;
      listener.failed(this, failure);
    }
  }

  void read(int bytes) {
    received += bytes;
    progressed = System.nanoTime();
  }

  void wrote() {
    progressed = System.nanoTime();
  }

  boolean isEndedHere() {
    return isEndedHere;
  }

  private Channel channel() {
    Channel open = channel;
    if (open == null) {
      throw new IllegalStateException("not connected yet");
    }
    return open;
  }

  private Outgoing outgoing() {
    Outgoing open = outgoing;
    if (open == null) {
      throw new IllegalStateException("not open yet");
    }
    return open;
  }
}

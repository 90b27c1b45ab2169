package io.github.echosounder.wire.socket;

import io.github.echosounder.session.Histogram;
import io.github.echosounder.wire.frame.FrameWriter;
import io.github.echosounder.wire.frame.Opcode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Sends pings (RFC 6455, 5.5.2) and measures how long their pongs take. */
public final class Pings {

  private final ChannelHandlerContext context;
  private final Histogram roundTrips;
  private final Outbox outbox;
  private final CloseHandshake closing;
  private final ScheduledFuture<?> clock;
  private long sentNanos;

  public Pings(
      ChannelHandlerContext context,
      Duration interval,
      Histogram roundTrips,
      Outbox outbox,
      CloseHandshake closing) {
    this.closing = closing;
    this.context = context;
    this.roundTrips = roundTrips;
    this.outbox = outbox;
    this.clock =
        context
            .executor()
            .scheduleAtFixedRate(
                this::send, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** None after a Close (5.5.1), and none while replies wait for the peer: it would wait too. */
  private void send() {
    if (closing.isOpen() && !outbox.isBlocked()) {
      sentNanos = System.nanoTime();
      byte[] payload = ByteBuffer.allocate(Long.BYTES).putLong(sentNanos).array();
      outbox.write(FrameWriter.control(Opcode.PING, payload, payload.length));
      context.flush();
    }
  }

  /** 5.5.3: a pong carries its ping's payload; others do not tell of a round trip. */
  public void answered(byte[] payload, int length) {
    if (length == Long.BYTES && ByteBuffer.wrap(payload).getLong() == sentNanos) {
      roundTrips.record(System.nanoTime() - sentNanos);
    }
  }

  public void stop() {
    clock.cancel(false);
  }
}

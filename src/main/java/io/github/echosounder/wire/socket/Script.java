package io.github.echosounder.wire.socket;

import io.github.echosounder.behaviour.Conversation;
import io.github.echosounder.behaviour.Event;
import io.github.echosounder.behaviour.Event.ControlFacts;
import io.github.echosounder.behaviour.Event.MessageFacts;
import io.github.echosounder.behaviour.Step;
import io.github.echosounder.session.Cause;
import io.github.echosounder.session.ServerClose;
import io.github.echosounder.wire.frame.FrameHeader;
import io.github.echosounder.wire.frame.Violation;
import io.github.echosounder.wire.reply.Account;
import io.github.echosounder.wire.reply.Receiver;
import io.github.echosounder.wire.reply.ReplyEncoder;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs a conversation on its connection: tells it what happens, and takes its steps. */
final class Script implements Receiver {

  private static final InstantSource TIME = InstantSource.system();
  private static final int[] ONE_FRAME = {};

  private final Conversation conversation;
  private final ReplyEncoder encoder;
  private final Pace pace;
  private final Outbox outbox;
  private final Inbound inbound;
  private final CloseHandshake closing;
  private final EventExecutor loop;
  private final LongSupplier clock;
  private final UnaryOperator<Runnable> guard;

  private @Nullable ScheduledFuture<?> wake;

  /** Whether nothing more is said. */
  private boolean isOver;

  /** {@code guard} makes of an action one whose faults end the connection. */
  Script(
      Conversation conversation,
      ReplyEncoder encoder,
      Pace pace,
      Outbox outbox,
      Inbound inbound,
      CloseHandshake closing,
      EventExecutor loop,
      LongSupplier clock,
      UnaryOperator<Runnable> guard) {
    this.conversation = conversation;
    this.encoder = encoder;
    this.pace = pace;
    this.outbox = outbox;
    this.inbound = inbound;
    this.closing = closing;
    this.loop = loop;
    this.clock = clock;
    this.guard = guard;
  }

  // ------------------------------------------------- while a buffer is read

  @Override
  public void message(boolean isText, ByteBuffer payload, int... frames) throws Violation {
    on(new Event.Message(isText, payload.remaining(), payload, null), frames);
  }

  @Override
  public void message(boolean isText, long bytes, @Nullable MessageFacts facts) throws Violation {
    on(new Event.Message(isText, bytes, null, facts), ONE_FRAME);
  }

  void control(FrameHeader header, byte[] payload, int length) throws Violation {
    byte[] own = Arrays.copyOf(payload, length);
    on(
        new Event.Control(new ControlFacts(Account.facts(header), own, Account.micros(TIME))),
        ONE_FRAME);
  }

  // -------------------------------------------------------------- otherwise

  void opened() {
    alone(new Event.Opened());
  }

  /** The peer has taken what waited for it. */
  void room() {
    pace.resume();
    if (!isBlocked()) {
      alone(new Event.Room());
    }
  }

  private void due() {
    alone(new Event.Due(isBlocked()));
  }

  private boolean isBlocked() {
    return outbox.isBlocked() || !pace.isIdle();
  }

  private void alone(Event event) {
    if (isOver) {
      return;
    }
    try {
      on(event, ONE_FRAME);
      if (closing.isEnded()) {
        closing.finish();
      } else {
        outbox.flush();
      }
    } catch (Violation noRoom) {
      closing.fail(noRoom);
    }
  }

  // ------------------------------------------------------------------ steps

  private void on(Event event, int... frames) throws Violation {
    if (isOver) {
      return; // also where a buffer is read on behind the end
    }
    for (Step step : conversation.on(event, clock.getAsLong())) {
      take(step, frames);
    }
    if (!isOver) {
      pace.run();
    }
  }

  private void take(Step step, int... frames) throws Violation {
    if (step instanceof Step.Send send) {
      for (int i = 0; i < send.times(); i++) {
        pace.add(encoder.encode(send.isText(), send.payload(), frames), send.notBeforeNanos());
      }
    } else if (step instanceof Step.Wake at) {
      wakeAt(at.atNanos());
    } else if (step instanceof Step.StopReading) {
      inbound.stall();
    } else if (step instanceof Step.Close close) {
      closing.start(new ServerClose(Cause.KNOB, close.code(), close.reason()));
    } else if (step instanceof Step.End) {
      closing.endTcp(Cause.KNOB, "TCP was ended without a Close, as asked for");
    } else if (step instanceof Step.Reset) {
      isOver = true;
      closing.reset(Cause.KNOB, "TCP was reset, as asked for");
    }
  }

  private void wakeAt(long nanos) {
    if (wake != null) {
      wake.cancel(false);
    }
    long left = Math.max(0, nanos - clock.getAsLong());
    wake = loop.schedule(guard.apply(this::due), left, TimeUnit.NANOSECONDS);
  }

  // ------------------------------------------------------------------- ends

  /** Replies wait for their time no longer. */
  void hurry() {
    pace.hurry();
    outbox.flush();
  }

  /** The last frame is about to go out: what is held goes before it, and nothing is said behind. */
  void finish() {
    stop();
    pace.finish();
  }

  private void stop() {
    isOver = true;
    if (wake != null) {
      wake.cancel(false);
    }
  }

  /** The channel is closed. */
  void release() {
    stop();
    pace.release();
  }
}

package io.github.echosounder.wire.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.behaviour.KnobException;
import io.github.echosounder.behaviour.Knobs;
import io.github.echosounder.behaviour.Pinging;
import io.github.echosounder.behaviour.Plan;
import io.github.echosounder.behaviour.Plans;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.session.Traffic;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.Footprint;
import io.github.echosounder.wire.frame.Compression;
import io.github.echosounder.wire.frame.FrameLimits;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** An event loop whose passes and whose clock belong to the test, and the sockets on it. */
final class Loop implements AutoCloseable {

  static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private static final Limits UNLIMITED =
      new Limits(Duration.ZERO, Duration.ZERO, Duration.ZERO, 64 * 1024);

  private final long buffersBefore = Footprint.buffers();
  private final HeldMemory memory;
  private final Traffic traffic = new Traffic();
  private final Queue<Runnable> afterReading = new ArrayDeque<>();
  private final LoopState state;
  private final List<LoneSocket> sockets = new ArrayList<>();
  private long nanos = 1_000_000_000_000L;

  private boolean isClockBroken;

  /** What is not as it usually is. */
  record Limits(Duration idle, Duration age, Duration ping, int relayFrameBytes) {
    Limits idle(Duration time) {
      return new Limits(time, age, ping, relayFrameBytes);
    }

    Limits age(Duration time) {
      return new Limits(idle, time, ping, relayFrameBytes);
    }

    Limits ping(Duration time) {
      return new Limits(idle, age, time, relayFrameBytes);
    }

    Limits relayFrameBytes(int bytes) {
      return new Limits(idle, age, ping, bytes);
    }

    private SocketLimits all() {
      return new SocketLimits(
          new FrameLimits(16 << 20, 16 << 20), relayFrameBytes, 1, CLOSE_TIMEOUT, idle, age, ping);
    }
  }

  Loop() {
    this(64 << 20);
  }

  Loop(long memory) {
    this.memory = new HeldMemory(memory);
    this.state =
        new LoopState(this.memory, traffic, new Flushes((loop, task) -> afterReading.add(task)));
  }

  static Limits limits() {
    return UNLIMITED;
  }

  LoneSocket open() {
    return open(UNLIMITED);
  }

  LoneSocket open(Limits limits) {
    return open(limits, "", null);
  }

  /** One that agreed on permessage-deflate; what is compressed goes back as it came. */
  LoneSocket openCompressed() {
    return open(UNLIMITED, "", new Compression(true, 15, true));
  }

  LoneSocket open(Limits limits, String prefix, @Nullable Compression compression) {
    return open(limits, new Plan.Echo(Bytes.utf8(prefix), Pinging.DEFAULT), compression);
  }

  /** One of the exact echo, with a query. */
  LoneSocket ask(String query) {
    return ask(UNLIMITED, query, null);
  }

  LoneSocket ask(Limits limits, String query, @Nullable Compression compression) {
    LoneSocket socket = open(limits, plan(query), compression);
    socket.handler().begin(Unpooled.EMPTY_BUFFER);
    settle();
    return socket;
  }

  private static Plan plan(String query) {
    try {
      return Plans.echo(Knobs.of(query, "/ws"), new Plan.Echo(new byte[0], Pinging.DEFAULT));
    } catch (KnobException fault) {
      throw new AssertionError(fault);
    }
  }

  LoneSocket open(Limits limits, Plan plan, @Nullable Compression compression) {
    return open(limits.all(), plan, compression);
  }

  /** One of the exact echo, with limits as settings give them. */
  LoneSocket open(SocketLimits limits, String prefix, @Nullable Compression compression) {
    return open(limits, new Plan.Echo(Bytes.utf8(prefix), Pinging.DEFAULT), compression);
  }

  private LoneSocket open(SocketLimits limits, Plan plan, @Nullable Compression compression) {
    LoneSocket socket = new LoneSocket(this, limits, plan, compression);
    sockets.add(socket);
    return socket;
  }

  HeldMemory memory() {
    return memory;
  }

  Traffic traffic() {
    return traffic;
  }

  LoopState state() {
    return state;
  }

  long nanos() {
    if (isClockBroken) {
      throw new IllegalStateException("the clock is broken");
    }
    return nanos;
  }

  void breakClock() {
    isClockBroken = true;
  }

  /** One pass: reads once from each socket, runs the tasks, then what comes after reading. */
  void pass() {
    sockets.forEach(LoneSocket::readOnce);
    sockets.forEach(LoneSocket::runTasks);
    for (int left = afterReading.size(); left > 0; left--) {
      afterReading.remove().run();
    }
  }

  /** Passes until there is nothing to do; how many there were. */
  int settle() {
    int passes = 0;
    do {
      pass();
      passes++;
    } while (!afterReading.isEmpty() || sockets.stream().anyMatch(LoneSocket::hasWork));
    return passes;
  }

  void advance(Duration time) {
    nanos += time.toNanos();
    sockets.forEach(socket -> socket.advance(time));
    settle();
  }

  /** All connections end: nothing may be left of them. */
  @Override
  public void close() {
    sockets.forEach(LoneSocket::cut);
    settle();
    state.release();
    assertEquals(0, memory.held(), "held bytes");
    assertEquals(buffersBefore, Footprint.buffers(), "buffers of the pool");
  }
}

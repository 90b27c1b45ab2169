package io.github.echosounder.wire.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** The time is read once in a pass of the event loop. */
class FlushesTest {

  private final Queue<Runnable> afterReading = new ArrayDeque<>();
  private final Flushes flushes = new Flushes((loop, task) -> afterReading.add(task));
  private final EventLoop loop = new EmbeddedChannel().eventLoop();

  private static void letTimePass() {
    long now = System.nanoTime();
    while (System.nanoTime() == now) {
      Thread.onSpinWait();
    }
  }

  @Test
  void withinAPassTheTimeStandsAndInTheNextItHasMoved() {
    long first = flushes.passNanos(loop);
    letTimePass();
    assertEquals(first, flushes.passNanos(loop));
    assertEquals(1, afterReading.size());
    afterReading.remove().run();
    long second = flushes.passNanos(loop);
    assertTrue(second - first > 0, second + " after " + first);
  }
}

package io.github.echosounder.client;

import io.github.echosounder.wire.frame.Deflation;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What the connections of one event loop share. For that loop. */
final class LoopMemory {

  private static final int INFLATED_AT_ONCE = 16 * 1024;

  final ByteBuffer inflated = ByteBuffer.allocateDirect(INFLATED_AT_ONCE);
  final Deflation.Compressor compressor = new Deflation.Compressor();

  /** Those whose answers leave together: a peer that is awake need not be woken for each. */
  private final List<Outgoing> answering = new ArrayList<>();

  private final EventLoop loop;
  private final Runnable flushing = this::flush;

  LoopMemory(EventLoop loop) {
    this.loop = loop;
  }

  /** Flushes once the loop has read from every connection that had something to read. */
  void flushSoon(Outgoing outgoing) {
    if (answering.isEmpty()) {
      loop.execute(flushing);
    }
    answering.add(outgoing);
  }

  private void flush() {
    // None is added meanwhile, since nothing is read meanwhile.
    try {
      for (int i = 0; i < answering.size(); i++) {
        answering.get(i).flush();
      }
    } finally {
      answering.clear();
    }
  }
}

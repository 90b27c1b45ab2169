package io.github.echosounder.wire.socket;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.session.Traffic;
import io.github.echosounder.wire.frame.Deflation.Compressor;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one event loop share, since it deals with one of them at a time. Used on
 * that loop alone.
 */
public final class LoopState {

  private static final int INFLATED_BYTES = 16 * 1024;

  private final ReceiveMemory receiveMemory;
  private final Flushes flushes;
  private final Traffic traffic;

  // Made when the first compressed message comes.
  private @Nullable ByteBuffer inflated;
  private @Nullable Compressor compressor;

  LoopState(HeldMemory memory, Traffic traffic) {
    this(memory, traffic, new Flushes());
  }

  LoopState(HeldMemory memory, Traffic traffic, Flushes flushes) {
    this.receiveMemory = new ReceiveMemory(memory);
    this.traffic = traffic;
    this.flushes = flushes;
  }

  /** What connections of this loop read into. */
  public ReceiveMemory receiveMemory() {
    return receiveMemory;
  }

  Flushes flushes() {
    return flushes;
  }

  Traffic traffic() {
    return traffic;
  }

  /** Where a piece of a compressed message is inflated to before it goes on. */
  ByteBuffer inflated() {
    if (inflated == null) {
      inflated = ByteBuffer.allocateDirect(INFLATED_BYTES);
    }
    return inflated;
  }

  Compressor compressor() {
    if (compressor == null) {
      compressor = new Compressor();
    }
    return compressor;
  }

  void release() {
    receiveMemory.release();
    if (compressor != null) {
      compressor.release();
      compressor = null;
    }
  }
}

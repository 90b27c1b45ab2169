package io.github.echosounder.wire.frame;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates the messages of one connection (RFC 7692, 7.2.2) piece by piece into memory that all
 * connections of a thread share, so that a bomb is seen before it is held.
 */
public final class Inflation {

  /** 7.2.2: what the sender took away from the end of a message. */
  private static final byte[] TAIL = {0x00, 0x00, (byte) 0xFF, (byte) 0xFF};

  /** An empty block that is the last one. */
  private static final byte[] LAST_BLOCK = {0x01, 0x00, 0x00, (byte) 0xFF, (byte) 0xFF};

  private static final ThreadLocal<ByteBuffer> SCRATCH =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(16 * 1024));

  private final boolean isNoContextTakeover;

  /** Made for the first compressed message: an idle connection does without its 40 KiB. */
  private @Nullable Inflater inflater;

  private long total;
  private boolean isFinished;
  private boolean hasSeenFinalBlock;

  /** Takes what comes out. */
  public interface Output {
    /** {@code bytes} from position to limit; {@code total} of this message so far. */
    void accept(ByteBuffer bytes, long total) throws Violation;
  }

  public Inflation(boolean isNoContextTakeover) {
    this.isNoContextTakeover = isNoContextTakeover;
  }

  /** Returns how much this message has inflated to so far. */
  public long inflate(ByteBuffer bytes, int from, int length, boolean isLast, Output output)
      throws Violation {
    if (inflater == null) {
      inflater = new Inflater(true);
    }
    run(inflater, bytes.duplicate().limit(from + length).position(from), output);
    if (!isLast) {
      return total;
    }
    if (!isFinished) {
      run(inflater, ByteBuffer.wrap(TAIL), output);
    }
    if (isNoContextTakeover) {
      if (!isFinished) {
        checkEnd(inflater);
      }
      inflater.reset();
    }
    long inflated = total;
    total = 0;
    isFinished = false;
    return inflated;
  }

  /**
   * 7.2.1: a message ends with a block. Of one that does not, the rest is found in the next one by
   * whoever does not begin anew with that, as the peer does not when it gets its messages back.
   */
  private static void checkEnd(Inflater inflater) throws Violation {
    inflater.setInput(LAST_BLOCK);
    boolean isEnd;
    try {
      isEnd = inflater.inflate(new byte[1]) == 0 && inflater.finished();
    } catch (DataFormatException e) {
      isEnd = false;
    }
    if (!isEnd) {
      throw Violation.payload("compressed message that ends within a block (RFC 7692, 7.2.1)");
    }
  }

  private void run(Inflater inflater, ByteBuffer input, Output output) throws Violation {
    ByteBuffer scratch = SCRATCH.get();
    inflater.setInput(input);
    try {
      while (true) {
        if (isFinished && input.hasRemaining()) {
          // 7.2.3.5: a block with BFINAL may be followed by another one.
          inflater.reset();
          inflater.setInput(input);
          isFinished = false;
        }
        scratch.clear();
        int size = inflater.inflate(scratch);
        if (size > 0) {
          total += size;
          output.accept(scratch.flip(), total);
        } else if (inflater.finished()) {
          isFinished = true;
          hasSeenFinalBlock = true;
          if (!input.hasRemaining()) {
            inflater.reset();
            return;
          }
        } else if (inflater.needsDictionary()) {
          throw Violation.payload("compressed data that asks for a dictionary (RFC 7692, 7.2)");
        } else if (inflater.needsInput()) {
          return;
        }
      }
    } catch (DataFormatException e) {
      throw Violation.payload("compressed data that does not inflate (RFC 7692, 7.2.2)");
    }
  }

  /** 7.2.3.4: whether the peer's compressor has ever set BFINAL. */
  public boolean hasSeenFinalBlock() {
    return hasSeenFinalBlock;
  }

  public void release() {
    if (inflater != null) {
      inflater.end();
      inflater = null;
    }
  }
}

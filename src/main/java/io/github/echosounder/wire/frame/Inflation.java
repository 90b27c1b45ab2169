package io.github.echosounder.wire.frame;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates the messages of one connection (RFC 7692, 7.2.2) piece by piece into memory that all
 * connections of an event loop share, so that a bomb is seen before it is held.
 */
public final class Inflation {

  /**
   * 7.2.1: a message ends at a block boundary, behind the beginning of an empty block whose last
   * four bytes the sender took away. Here they are again, and behind them more empty blocks. Of a
   * message that ended within a block they bring bytes that were never sent, or do not fit; so many
   * of them that they do not pass for the rest of a block's header.
   */
  private static final byte[] END = end(16);

  private static byte[] end(int blocks) {
    ByteBuffer end = ByteBuffer.allocate(4 + 6 * blocks).putInt(0x0000FFFF);
    for (int i = 0; i < blocks; i++) {
      end.putShort((short) 0x0200).putInt(0x0000FFFF);
    }
    return end.array();
  }

  /** Where bytes are inflated to before they go on: one for all connections of an event loop. */
  private final ByteBuffer scratch;

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

  public Inflation(ByteBuffer scratch, boolean isNoContextTakeover) {
    this.scratch = scratch;
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
      checkEnd(inflater);
    }
    if (isNoContextTakeover) {
      inflater.reset();
    }
    long inflated = total;
    total = 0;
    isFinished = false;
    return inflated;
  }

  private void checkEnd(Inflater inflater) throws Violation {
    inflater.setInput(END);
    boolean isBoundary;
    try {
      isBoundary =
          inflater.inflate(scratch.clear()) == 0
              && inflater.needsInput()
              && !inflater.needsDictionary();
    } catch (DataFormatException e) {
      isBoundary = false;
    }
    if (!isBoundary) {
      throw Violation.payload(
          "compressed message that does not end at a block boundary (RFC 7692, 7.2.1)");
    }
  }

  private void run(Inflater inflater, ByteBuffer input, Output output) throws Violation {
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

package io.github.echosounder.wire.reply;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.frame.FrameReader;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Joins frames to whole messages for a conversation that wants their payload. */
public final class Assembler extends Copying {

  /** Of a message in more frames, those behind go back as one. */
  private static final int MOST_FRAMES = 4096;

  private static final int FEW_FRAMES = 16;

  private final HeldMemory memory;
  private final byte[] prefix;
  private final Receiver receiver;

  private boolean isWithinMessage;
  private @Nullable HeldBuffer held;

  /** The sizes of the message's frames; beyond a few they count as held. */
  private int[] frames = new int[1];

  private int frameCount;
  private int framesBytes;

  /** {@code prefix} is put before each text. */
  public Assembler(HeldMemory memory, byte[] prefix, Receiver receiver, Consumer<ByteBuf> output) {
    super(output);
    this.memory = memory;
    this.prefix = prefix;
    this.receiver = receiver;
  }

  @Override
  public int addedBytes() {
    return prefix.length;
  }

  @Override
  public int place(FrameReader frame, int from, int length) throws Violation {
    if (!isWithinMessage) {
      isWithinMessage = true;
      if (frame.isText() && prefix.length > 0) {
        held().append(prefix);
      }
    }
    return from;
  }

  @Override
  void add(ByteBuffer piece) throws Violation {
    held().append(piece, piece.position(), piece.remaining());
  }

  private HeldBuffer held() {
    if (held == null) {
      held = new HeldBuffer(memory, Integer.MAX_VALUE);
    }
    return held;
  }

  @Override
  public void endOfFrame(FrameReader frame) throws Violation {
    int size = held == null ? 0 : held.size();
    addFrame(size - framesBytes);
    framesBytes = size;
    if (frame.header().isFinal()) {
      HeldBuffer message = held;
      int[] sizes = Arrays.copyOf(frames, frameCount);
      held = null;
      startOver();
      try {
        receiver.message(frame.isText(), message == null ? NOTHING : message.content(), sizes);
      } finally {
        if (message != null) {
          message.release();
        }
      }
    }
  }

  private void addFrame(int size) throws Violation {
    if (frameCount == MOST_FRAMES) {
      frames[MOST_FRAMES - 1] += size;
      return;
    }
    if (frameCount == frames.length) {
      int more = Math.max(FEW_FRAMES, 2 * frameCount);
      if (more > FEW_FRAMES && !memory.reserve((long) (more - heldFrames()) * Integer.BYTES)) {
        throw Violation.noRoom("this instance holds too many incomplete messages");
      }
      frames = Arrays.copyOf(frames, more);
    }
    frames[frameCount++] = size;
  }

  private int heldFrames() {
    return frames.length > FEW_FRAMES ? frames.length : 0;
  }

  private void startOver() {
    isWithinMessage = false;
    memory.free((long) heldFrames() * Integer.BYTES);
    if (heldFrames() > 0) {
      frames = new int[1];
    }
    frameCount = 0;
    framesBytes = 0;
  }

  @Override
  public void release() {
    if (held != null) {
      held.release();
      held = null;
    }
    startOver();
  }
}

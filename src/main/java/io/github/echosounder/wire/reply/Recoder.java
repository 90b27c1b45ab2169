package io.github.echosounder.wire.reply;

import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.frame.Deflation;
import io.github.echosounder.wire.frame.FrameReader;
import io.github.echosounder.wire.frame.Opcode;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The echo where compressed frames cannot go back as they came: what a frame inflates to goes back
 * as a frame, deflated anew. Of a large one no more is held than a relayed frame may hold: it goes
 * back in fragments as it comes.
 */
public final class Recoder extends Copying {

  private final int largestFrame;
  private final byte[] prefix;
  private final HeldMemory memory;
  private final FrameEncoder encoder;
  private final Consumer<ByteBuf> output;

  /** The opcode of the message that is being answered; zero between messages. */
  private int opcode;

  /** What the next frame of the reply will hold. */
  private @Nullable HeldBuffer held;

  /**
   * An exact echo, but for a prefix before each text.
   *
   * @param largestFrame above this a frame goes back in fragments
   */
  public Recoder(
      int largestFrame,
      byte[] prefix,
      HeldMemory memory,
      @Nullable Deflation deflation,
      Consumer<ByteBuf> output) {
    super(output);
    this.largestFrame = largestFrame;
    this.prefix = prefix;
    this.memory = memory;
    this.encoder = new FrameEncoder(deflation);
    this.output = output;
  }

  @Override
  public int addedBytes() {
    return prefix.length;
  }

  @Override
  public int place(FrameReader frame, int from, int length) throws Violation {
    if (opcode == 0) {
      opcode = frame.header().opcode();
      if (opcode == Opcode.TEXT && prefix.length > 0) {
        add(ByteBuffer.wrap(prefix));
      }
    }
    return from;
  }

  @Override
  void add(ByteBuffer payload) throws Violation {
    while (payload.hasRemaining()) {
      if (held != null && held.size() >= largestFrame) {
        reply(false);
      }
      if (held == null) {
        held = new HeldBuffer(memory, largestFrame);
      }
      int room = Math.max(largestFrame - held.size(), 1);
      int length = Math.min(payload.remaining(), room);
      held.append(payload, payload.position(), length);
      payload.position(payload.position() + length);
    }
  }

  @Override
  public void endOfFrame(FrameReader frame) {
    boolean isLast = frame.header().isFinal();
    reply(isLast);
    if (isLast) {
      opcode = 0;
    }
  }

  private void reply(boolean isLast) {
    HeldBuffer payload = held;
    held = null;
    if (payload == null) {
      output.accept(encoder.encode(opcode, NOTHING, isLast));
      return;
    }
    try {
      output.accept(encoder.encode(opcode, payload.content(), isLast));
    } finally {
      payload.release();
    }
  }

  @Override
  public void release() {
    if (held != null) {
      held.release();
      held = null;
    }
  }
}

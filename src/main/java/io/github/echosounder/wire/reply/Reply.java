package io.github.echosounder.wire.reply;

import io.github.echosounder.wire.frame.FrameWriter;
import io.github.echosounder.wire.frame.Opcode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * A reply that may have to wait, and leaves in parts: each of whole frames, made when it is due.
 */
public final class Reply {

  /** What leaves at once has no more fragments: they take the event loop's time. */
  private static final int MOST_AT_ONCE = 1024 * 1024;

  private final boolean isText;
  private final long messageBytes;
  private final ByteBuf payload;
  private final int[] frames;
  private int largest;
  private final long heldBytes;

  /** What the next frame's first byte is but for FIN: the rest are continuations. */
  private int first;

  private int frame;

  /** Payload bytes of the frame that have not left. */
  private int left;

  private boolean isOver;

  /**
   * One that has not begun to leave.
   *
   * @param first opcode, and RSV1 when it is compressed
   * @param messageBytes its payload before compression
   * @param payload as it goes on the wire; passes to the reply
   * @param frames how many bytes of it go in each frame
   * @param largest larger frames are cut to this
   * @param heldBytes what the reply counts as held
   */
  Reply(
      boolean isText,
      int first,
      long messageBytes,
      ByteBuf payload,
      int[] frames,
      int largest,
      long heldBytes) {
    this.isText = isText;
    this.first = first;
    this.messageBytes = messageBytes;
    this.payload = payload;
    this.frames = frames;
    this.largest = largest;
    this.heldBytes = heldBytes;
    this.left = frames[0];
  }

  public boolean isText() {
    return isText;
  }

  /** Its payload before compression. */
  public long messageBytes() {
    return messageBytes;
  }

  public long heldBytes() {
    return heldBytes;
  }

  /** Whether all of it has left. */
  public boolean isOver() {
    return isOver;
  }

  /** It leaves at once: where it would be in a million fragments, they are larger. */
  public void hasten() {
    largest = Math.max(largest, payload.readableBytes() / MOST_AT_ONCE);
  }

  /** The next frames: as many as are no larger than {@code most} together, and at least one. */
  public ByteBuf next(int most) {
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(room(most));
    do {
      int size = Math.min(left, largest);
      left -= size;
      boolean isEndOfFrame = left == 0;
      isOver = isEndOfFrame && frame == frames.length - 1;
      FrameWriter.header(out, isOver ? first | Opcode.FIN : first, size);
      out.writeBytes(payload, size);
      first = Opcode.CONTINUATION;
      if (isEndOfFrame && !isOver) {
        left = frames[++frame];
      }
    } while (!isOver && out.writerIndex() + nextBytes() <= most);
    return out;
  }

  private int nextBytes() {
    int size = Math.min(left, largest);
    return FrameWriter.headerSize(size) + size;
  }

  private int room(int most) {
    long all = payload.readableBytes() + (frames.length - frame) * 10L;
    long cut = (long) payload.readableBytes() / largest * 10;
    return (int) Math.max(nextBytes(), Math.min(most, all + cut));
  }

  public void release() {
    payload.release();
  }
}

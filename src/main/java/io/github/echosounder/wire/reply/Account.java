package io.github.echosounder.wire.reply;

import io.github.echosounder.behaviour.Event.FrameFacts;
import io.github.echosounder.behaviour.Event.MessageFacts;
import io.github.echosounder.wire.frame.FrameHeader;
import io.github.echosounder.wire.frame.FrameReader;
import io.github.echosounder.wire.frame.Violation;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps nothing of what comes, but tells of it: sizes, and where it is wanted frames and a digest.
 */
public final class Account extends Copying {

  /** Of a message in more frames, those behind are only counted. */
  private static final int MOST_FRAMES = 1000;

  private final @Nullable MessageDigest digest;
  private final InstantSource time;
  private final Receiver receiver;

  // Of the message that is arriving.
  private List<FrameFacts> frames = new ArrayList<>(1);
  private int frameCount;
  private long size;
  private long wireBytes;

  /** {@code areFactsWanted}: not only sizes. */
  public Account(
      boolean areFactsWanted, InstantSource time, Receiver receiver, Consumer<ByteBuf> output) {
    super(output);
    this.digest = areFactsWanted ? sha256() : null;
    this.time = time;
    this.receiver = receiver;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  void add(ByteBuffer payload) {
    size += payload.remaining();
    if (digest != null) {
      digest.update(payload);
    }
  }

  @Override
  public void endOfFrame(FrameReader frame) throws Violation {
    FrameHeader header = frame.header();
    wireBytes += header.size() + header.length();
    frameCount++;
    if (digest != null && frames.size() < MOST_FRAMES) {
      frames.add(facts(header));
    }
    if (header.isFinal()) {
      receiver.message(frame.isText(), size, digest == null ? null : facts(digest, frame));
      frames = new ArrayList<>(1);
      frameCount = 0;
      size = 0;
      wireBytes = 0;
    }
  }

  private MessageFacts facts(MessageDigest digest, FrameReader frame) {
    return new MessageFacts(
        wireBytes,
        frame.isCompressed(),
        HexFormat.of().formatHex(digest.digest()),
        frames,
        frameCount,
        micros(time));
  }

  /** A frame's header, as it lay on the wire. */
  public static FrameFacts facts(FrameHeader header) {
    return new FrameFacts(
        HexFormat.of().formatHex(header.bytes()),
        header.opcode(),
        header.isFinal(),
        header.isCompressed(),
        header.length());
  }

  /** Since 1970. */
  public static long micros(InstantSource time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time.instant());
  }

  @Override
  public void release() {}
}

package io.github.echosounder.client;

import io.github.echosounder.wire.frame.Deflation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/** The payload of a message after permessage-deflate. */
final class Compressed {

  private Compressed() {}

  static Payload of(Payload payload, Deflation deflation) {
    int length = Math.toIntExact(payload.length());
    ByteBuffer plain = ByteBuffer.allocate(length);
    payload.write(0, plain);
    ByteBuf deflated = Unpooled.buffer(length / 2 + 64);
    deflation.deflate(plain.flip(), true, deflated);
    return Payload.of(ByteBufUtil.getBytes(deflated));
  }
}

package io.github.echosounder.wire.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads a client's stream as RFC 6455, 5 tells a server to, without extensions: slow and plain. */
public final class ReferenceReader {
  private static final long LIMIT = 16 << 20;

  private final ByteBuffer stream;
  private final Verdict verdict = new Verdict();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private Utf8Judge text = new Utf8Judge();
  private int messageOpcode = -1;

  private ReferenceReader(byte[] stream) {
    this.stream = ByteBuffer.wrap(stream);
  }

  public static Verdict judge(byte[] stream) {
    var reader = new ReferenceReader(stream);
    while (!reader.verdict.isOver() && reader.stream.hasRemaining()) {
      reader.frame();
    }
    reader.verdict.unfinished = reader.message.toByteArray();
    return reader.verdict;
  }

  private void frame() {
    int first = stream.get() & 0xff;
    boolean firstIsWrong = firstByteIsWrong(first);
    if (!stream.hasRemaining()) {
      verdict.mayClose = firstIsWrong;
      return;
    }
    int second = stream.get() & 0xff;
    int opcode = first & 0x0f;
    boolean wrong = firstIsWrong || (second & 0x80) == 0;
    wrong |= Opcode.isControl(opcode) && (second & 0x7f) > 125;
    if (wrong) {
      verdict.refuse(1002);
      return;
    }
    int more = (second & 0x7f) == 126 ? 2 : (second & 0x7f) == 127 ? 8 : 0;
    if (stream.remaining() < more) {
      verdict.mayClose = true;
      stream.position(stream.limit());
      return;
    }
    long length =
        more == 2 ? stream.getShort() & 0xffff : more == 8 ? stream.getLong() : second & 0x7f;
    judgeLength(opcode, more, length);
    if (verdict.isOver()) {
      return;
    }
    if (stream.remaining() < 4) {
      stream.position(stream.limit());
      return;
    }
    byte[] key = new byte[4];
    stream.get(key);
    payload((first & 0x80) != 0, opcode, key, length);
  }

  private boolean firstByteIsWrong(int first) {
    int opcode = first & 0x0f;
    boolean fin = (first & 0x80) != 0;
    boolean outOfOrder = opcode == 0 ? messageOpcode < 0 : opcode < 8 && messageOpcode >= 0;
    return (first & 0x70) != 0
        || Opcode.isReserved(opcode)
        || (Opcode.isControl(opcode) && !fin)
        || outOfOrder;
  }

  private void judgeLength(int opcode, int more, long length) {
    if (length < 0) {
      verdict.refuse(1002, 1009);
    } else if ((more == 2 && length < 126) || (more == 8 && length < 65_536)) {
      verdict.refuse(1002);
    } else if (!Opcode.isControl(opcode) && length + message.size() > LIMIT) {
      verdict.refuse(1009);
    }
  }

  private void payload(boolean fin, int opcode, byte[] key, long length) {
    int arrived = (int) Math.min(length, stream.remaining());
    byte[] payload = new byte[arrived];
    stream.get(payload);
    for (int i = 0; i < arrived; i++) {
      payload[i] ^= key[i & 3];
    }
    if (!Opcode.isControl(opcode)) {
      data(fin && arrived == length, opcode, payload);
    } else if (arrived == length) {
      control(opcode, payload);
    }
  }

  private void data(boolean finished, int opcode, byte[] payload) {
    messageOpcode = opcode == 0 ? messageOpcode : opcode;
    for (byte next : payload) {
      if (messageOpcode == Opcode.TEXT && !text.accept(next)) {
        verdict.refuse(1007);
        return;
      }
      message.write(next);
    }
    if (!finished) {
      return;
    }
    if (messageOpcode == Opcode.TEXT && !text.isComplete()) {
      verdict.refuse(1007);
      return;
    }
    verdict.messages.add(ClientFrame.of(messageOpcode, message.toByteArray()));
    message.reset();
    text = new Utf8Judge();
    messageOpcode = -1;
  }

  private void control(int opcode, byte[] payload) {
    if (opcode == Opcode.PING) {
      verdict.pings.add(ClientFrame.of(Opcode.PING, payload));
    } else if (opcode == Opcode.CLOSE) {
      close(payload);
    }
  }

  private void close(byte[] body) {
    if (body.length == 0) {
      verdict.refuse(1005);
      return;
    }
    int code = body.length == 1 ? 0 : ((body[0] & 0xff) << 8) | (body[1] & 0xff);
    boolean legal = code >= 3000 && code <= 4999;
    legal |=
        Arrays.binarySearch(new int[] {1004, 1005, 1006}, code) < 0 && code >= 1000 && code < 1015;
    boolean isText = Utf8Judge.isText(body, Math.min(2, body.length));
    if (legal && isText) {
      verdict.refuse(code);
      verdict.closeBody = body;
      return;
    }
    if (!legal) {
      verdict.refuse(1002);
    }
    if (!isText) {
      verdict.refuse(1007);
    }
  }
}

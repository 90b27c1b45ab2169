package io.github.echosounder.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.Opcode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A whole message, sent or received. */
final class Message {

  private final int opcode;
  private final byte[] payload;

  Message(int opcode, byte[] payload) {
    this.opcode = opcode;
    this.payload = payload;
  }

  static Message text(String text) {
    return new Message(Opcode.TEXT, Bytes.utf8(text));
  }

  static Message binary(byte[] payload) {
    return new Message(Opcode.BINARY, payload);
  }

  /** As `/` sends it back. */
  Message prefixed(String prefix) {
    return opcode == Opcode.TEXT
        ? new Message(opcode, Bytes.join(Bytes.utf8(prefix), payload))
        : this;
  }

  int opcode() {
    return opcode;
  }

  byte[] payload() {
    return payload;
  }

  String text() {
    assertEquals(Opcode.TEXT, opcode, "opcode");
    return new String(payload, StandardCharsets.UTF_8);
  }

  boolean isSame(Message other) {
    return opcode == other.opcode && Arrays.equals(payload, other.payload);
  }

  @Override
  public String toString() {
    return "opcode " + opcode + " " + Bytes.show(payload);
  }
}

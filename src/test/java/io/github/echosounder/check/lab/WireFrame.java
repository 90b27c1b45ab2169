package io.github.echosounder.check.lab;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A frame as it passes a hop: the first byte of its header, its payload unmasked, and whether it
 * was masked.
 */
final class WireFrame {

  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int FIN = 0x80;
  private static final byte[] MASKING_KEY = {0x11, 0x22, 0x33, 0x44};

  private final int first;
  private final byte[] payload;
  private final boolean isMasked;

  WireFrame(int first, byte[] payload, boolean isMasked) {
    this.first = first;
    this.payload = payload;
    this.isMasked = isMasked;
  }

  static WireFrame read(DataInputStream in) throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    long length = second & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    boolean masked = (second & 0x80) != 0;
    byte[] key = masked ? in.readNBytes(4) : new byte[4];
    byte[] payload = new byte[Math.toIntExact(length)];
    in.readFully(payload);
    mask(payload, key);
    return new WireFrame(first, payload, masked);
  }

  void write(OutputStream to) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(first);
    int masked = isMasked ? 0x80 : 0;
    if (payload.length < 126) {
      out.writeByte(masked | payload.length);
    } else if (payload.length < 1 << 16) {
      out.writeByte(masked | 126);
      out.writeShort(payload.length);
    } else {
      out.writeByte(masked | 127);
      out.writeLong(payload.length);
    }
    byte[] body = payload.clone();
    if (isMasked) {
      out.write(MASKING_KEY);
      mask(body, MASKING_KEY);
    }
    out.write(body);
    to.write(bytes.toByteArray());
    to.flush();
  }

  byte[] payload() {
    return payload;
  }

  boolean isMasked() {
    return isMasked;
  }

  int opcode() {
    return first & 0x0f;
  }

  boolean isFinal() {
    return (first & FIN) != 0;
  }

  boolean isControl() {
    return opcode() >= CLOSE;
  }

  WireFrame withPayload(byte[] other) {
    return new WireFrame(first, other, isMasked);
  }

  WireFrame withOpcode(int opcode) {
    return new WireFrame((first & 0xf0) | opcode, payload, isMasked);
  }

  WireFrame withFin(boolean fin) {
    return new WireFrame(fin ? first | FIN : first & ~FIN, payload, isMasked);
  }

  private static void mask(byte[] bytes, byte[] key) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= key[i & 3];
    }
  }
}

package io.github.echosounder.check.lab;

import io.github.echosounder.check.lab.Hop.Cut;
import io.github.echosounder.check.lab.Hop.End;
import io.github.echosounder.check.lab.Hop.Filter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What hops do to heads and to frames, each fault by itself. */
final class Faults {

  private Faults() {}

  static UnaryOperator<String> without(String header) {
    return head -> head.replaceAll("(?im)^" + header + ":.*\r\n", "");
  }

  /** The server behind it looks like any other. */
  static final UnaryOperator<String> UNNAMED = without("Echosounder-Connection");

  static final UnaryOperator<String> WRONG_ACCEPT =
      head -> head.replaceAll("(?i)(Sec-WebSocket-Accept: ).{4}", "$1AAAA");

  static Supplier<Filter> frames(UnaryOperator<WireFrame> change) {
    return () -> frame -> frame.isControl() ? List.of(frame) : List.of(change.apply(frame));
  }

  static Supplier<Filter> losing(int opcode) {
    return () -> frame -> frame.opcode() == opcode ? List.of() : List.of(frame);
  }

  static Supplier<Filter> losingData() {
    return () -> frame -> frame.isControl() ? List.of(frame) : List.of();
  }

  static Supplier<Filter> losingEmptyMessages() {
    return () ->
        frame ->
            !frame.isControl()
                    && frame.isFinal()
                    && frame.opcode() != WireFrame.CONTINUATION
                    && frame.payload().length == 0
                ? List.of()
                : List.of(frame);
  }

  /** What a frame with a changed last byte looks like; text stays ASCII. */
  static WireFrame altered(WireFrame frame) {
    byte[] payload = frame.payload().clone();
    if (payload.length > 0) {
      payload[payload.length - 1] = payload[payload.length - 1] == 'x' ? (byte) 'y' : (byte) 'x';
    }
    return frame.withPayload(payload);
  }

  static WireFrame asBinary(WireFrame frame) {
    return frame.opcode() == WireFrame.TEXT ? frame.withOpcode(WireFrame.BINARY) : frame;
  }

  /** Takes each frame for a whole text, as servers do that decode frame by frame. */
  static WireFrame decodedAlone(WireFrame frame) {
    return frame.opcode() == WireFrame.BINARY
        ? frame
        : frame.withPayload(
            new String(frame.payload(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
  }

  /** Fragments go on as one frame. */
  static Supplier<Filter> joiningFragments() {
    return () -> {
      List<WireFrame> fragments = new ArrayList<>();
      return frame -> {
        if (frame.isControl() || (frame.isFinal() && fragments.isEmpty())) {
          return List.of(frame);
        }
        fragments.add(frame);
        if (!frame.isFinal()) {
          return List.of();
        }
        var joined = new java.io.ByteArrayOutputStream();
        for (WireFrame fragment : fragments) {
          joined.writeBytes(fragment.payload());
        }
        WireFrame whole = fragments.get(0).withPayload(joined.toByteArray()).withFin(true);
        fragments.clear();
        return List.of(whole);
      };
    };
  }

  /** What becomes of the message of this number on a connection; the first is 1. */
  static Supplier<Filter> message(int number, Filter fate) {
    return () -> {
      int[] count = {0};
      return frame ->
          !frame.isControl() && ++count[0] == number ? fate.pass(frame) : List.of(frame);
    };
  }

  /** The message of this number goes behind the next one. */
  static Supplier<Filter> overtaken(int number) {
    return () ->
        new Filter() {
          private int count;
          private @Nullable WireFrame late;

          @Override
          public List<WireFrame> pass(WireFrame frame) {
            if (frame.isControl()) {
              return List.of(frame);
            }
            if (++count == number) {
              late = frame;
              return List.of();
            }
            WireFrame behind = late;
            late = null;
            return behind == null ? List.of(frame) : List.of(frame, behind);
          }
        };
  }

  static Supplier<Filter> largerThan(int bytes, End end) {
    return () ->
        frame -> {
          if (frame.payload().length > bytes) {
            throw new Cut(end);
          }
          return List.of(frame);
        };
  }

  static Supplier<Filter> endingAt(int message, End end) {
    return message(
        message,
        frame -> {
          throw new Cut(end);
        });
  }

  static WireFrame close(int code, String reason, boolean isMasked) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    byte[] payload = new byte[2 + text.length];
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    System.arraycopy(text, 0, payload, 2, text.length);
    return new WireFrame(0x80 | WireFrame.CLOSE, payload, isMasked);
  }

  /** A Close of its own in place of the message of this number. */
  static Supplier<Filter> closingAt(int message, int code) {
    return message(message, frame -> List.of(close(code, "", frame.isMasked())));
  }

  static Supplier<Filter> replacingCloses(int code) {
    return () ->
        frame ->
            frame.opcode() == WireFrame.CLOSE
                ? List.of(close(code, "", frame.isMasked()))
                : List.of(frame);
  }
}

package io.github.echosounder.wire;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Short streams of a client, from sheer noise to almost right. */
final class RandomStreams {
  private static final String[] TEXTS = {
    "", "a", "ASCII text", "naïve", "回声", "🐟🌊", "κόσμε\u0000"
  };
  private static final int[] LENGTHS = {0, 1, 3, 125, 126, 127, 300, 65_535, 65_536, 70_000};
  private static final int[] CODES = {
    999, 1000, 1001, 1004, 1005, 1007, 1011, 1014, 1015, 3000, 5000
  };

  private static final byte[] END = ClientFrame.ping("the end").bytes();

  private RandomStreams() {}

  static byte[] bytes(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(200)];
    random.nextBytes(bytes);
    if (random.nextBoolean()) {
      bytes[0] &= (byte) 0x8f; // no reserved bits: gets further
    }
    return bytes;
  }

  /** Each frame lawful by itself, their order often not. */
  static byte[] frames(Random random) {
    var frames = new ArrayList<ClientFrame>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      ClientFrame frame = frame(random);
      boolean more = frame.opcode() < 8 && random.nextInt(3) == 0;
      frames.add(more ? frame.unfinished() : frame);
    }
    return Bytes.join(ClientFrame.bytes(frames.toArray(ClientFrame[]::new)), END);
  }

  private static ClientFrame frame(Random random) {
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> ClientFrame.text(TEXTS[random.nextInt(TEXTS.length)]);
      case 3 -> ClientFrame.text(noise(random, random.nextInt(6)));
      case 4, 5 -> ClientFrame.binary(noise(random, LENGTHS[random.nextInt(LENGTHS.length)]));
      case 6, 7 -> ClientFrame.continuation(TEXTS[random.nextInt(TEXTS.length)]);
      case 8 -> ClientFrame.continuation(noise(random, random.nextInt(200)));
      case 9 -> ClientFrame.of(9, noise(random, random.nextInt(126)));
      case 10 -> ClientFrame.of(10, noise(random, random.nextInt(126)));
      default -> close(random);
    };
  }

  private static ClientFrame close(Random random) {
    byte[] reason = random.nextBoolean() ? Bytes.utf8("bye 再见") : noise(random, random.nextInt(5));
    return switch (random.nextInt(4)) {
      case 0 -> ClientFrame.close();
      case 1 -> ClientFrame.of(8, noise(random, 1));
      default ->
          ClientFrame.of(8, ClientFrame.closeBody(CODES[random.nextInt(CODES.length)], reason));
    };
  }

  /** A lawful stream in which a few bits or bytes went wrong. */
  static byte[] mutated(Random random) {
    byte[] stream = lawful(random);
    for (int i = 1 + random.nextInt(3); i > 0 && stream.length > 1; i--) {
      int at = random.nextInt(stream.length);
      byte[] before = Bytes.slice(stream, 0, at);
      switch (random.nextInt(5)) {
        case 0, 1 -> stream[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> stream = Bytes.join(before, Bytes.slice(stream, at + 1, stream.length));
        case 3 ->
            stream = Bytes.join(before, noise(random, 1), Bytes.slice(stream, at, stream.length));
        default -> stream = Bytes.join(stream, Bytes.slice(stream, at, stream.length));
      }
    }
    return stream;
  }

  private static byte[] lawful(Random random) {
    List<ClientFrame> frames = new ArrayList<>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      byte[] text = Bytes.utf8(TEXTS[random.nextInt(TEXTS.length)].repeat(1 + random.nextInt(30)));
      int cut = random.nextInt(text.length + 1);
      switch (random.nextInt(4)) {
        case 0 -> frames.add(ClientFrame.text(text));
        case 1 -> frames.add(ClientFrame.binary(noise(random, random.nextInt(140))));
        case 2 -> {
          frames.add(ClientFrame.text(Bytes.slice(text, 0, cut)).unfinished());
          frames.add(ClientFrame.ping("between"));
          frames.add(ClientFrame.continuation(Bytes.slice(text, cut, text.length)));
        }
        default -> frames.add(ClientFrame.ping("ping"));
      }
    }
    frames.add(
        random.nextBoolean() ? ClientFrame.close(1000, "done") : ClientFrame.ping("the end"));
    return ClientFrame.bytes(frames.toArray(ClientFrame[]::new));
  }

  /** Where the stream is cut into segments: mostly nowhere. */
  static int[] cuts(Random random, int length) {
    if (length < 2 || random.nextInt(4) > 0) {
      return new int[0];
    }
    return IntStream.generate(() -> 1 + random.nextInt(length - 1))
        .limit(1 + random.nextInt(3))
        .distinct()
        .sorted()
        .toArray();
  }

  private static byte[] noise(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}

package io.github.echosounder.soak;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import java.util.Random;

/** How clients leave. */
record Endings(Client client, Random random) {

  private static final int[] CODES = {1000, 1001, 3000, 4999};

  void any() {
    switch (random.nextInt(10)) {
      case 0 -> client.socket().reset();
      case 1 -> client.close();
      case 2 -> {
        client.socket().finish();
        client.socket().drain();
      }
      case 3 -> {
        byte[] frame = ClientFrame.binary(Bytes.noise(50_000, 1)).bytes();
        client.sendRaw(Bytes.slice(frame, 0, 1 + random.nextInt(frame.length - 1)));
        if (random.nextBoolean()) {
          client.socket().reset();
        }
      }
      case 4 -> {
        client.sendRaw(ClientFrame.text("unmasked").unmasked().bytes());
        client.expectClose(1002);
      }
      case 5 -> {
        client.sendRaw(ClientFrame.text(Bytes.hex("c3 28")).bytes());
        client.expectClose(1007);
      }
      case 6 -> {
        client.sendRaw(ClientFrame.close().bytes());
        client.expectClose(1005);
      }
      default -> {
        int code = CODES[random.nextInt(CODES.length)];
        client.sendRaw(ClientFrame.close(code, "再见").bytes());
        client.expectClose(code);
      }
    }
  }
}

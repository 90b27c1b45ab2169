package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.PackagedJar;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged jar where the JVM has less memory than the settings would let peers hold. */
class LittleMemoryIT {

  private static final int MIB = 1 << 20;

  @Test
  void whoAsksForMoreThanThereIsIsToldToTryLaterAndTheOthersGoOn() throws Exception {
    try (PackagedJar jar =
        PackagedJar.start(
            PackagedJar.freePort(),
            Map.of("JDK_JAVA_OPTIONS", "-XX:MaxDirectMemorySize=16m"),
            "echosounder.drain.routing-grace=0s",
            "echosounder.drain.window=500ms",
            // Held until they are whole.
            "echosounder.relay-frame-size=4M")) {
      jar.awaitOutput("Listening on");
      ClientFrame half = ClientFrame.binary(Bytes.noise(MIB, 7)).announcing(2 * MIB);
      List<Peer> peers = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        Peer peer = open(jar);
        peer.socket().sendAsFarAsItGoes(half.bytes());
        peers.add(peer);
      }
      peers.get(peers.size() - 1).expectClose(1013);
      open(jar).expectAlive("接收数据: ");
      for (Peer peer : peers) {
        peer.socket().reset();
      }
      jar.terminate();
      assertEquals(0, jar.awaitExit(), jar.output());
      assertTrue(jar.output().contains("code=1013 by=server cause=held-memory"), jar.output());
      assertFalse(jar.output().contains("OutOfMemoryError"), jar.output());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ws"})
  void aMessageThatInflatesToAThousandTimesItsSizeEndsNeitherTheProcessNorAnEcho(String path)
      throws Exception {
    try (PackagedJar jar =
        PackagedJar.start(
            PackagedJar.freePort(),
            Map.of("JDK_JAVA_OPTIONS", "-Xmx42m -XX:+ExitOnOutOfMemoryError"),
            "echosounder.reply-prefix=",
            "echosounder.drain.routing-grace=0s",
            "echosounder.drain.window=500ms")) {
      jar.awaitOutput("Listening on");
      byte[] bomb = new byte[12 * MIB];
      Arrays.fill(bomb, (byte) 'a');
      Peer canary = open(jar);
      for (int i = 0; i < 4; i++) {
        Peer peer =
            Peer.open(
                RawSocket.connect(new Target("127.0.0.1", jar.port(), false)),
                Handshake.to(path).with("Sec-WebSocket-Extensions", "permessage-deflate"),
                true);
        peer.sendMessage(Opcode.TEXT, bomb);
        peer.expect(Opcode.TEXT, bomb);
        canary.expectAlive();
        peer.close();
      }
      jar.terminate();
      assertEquals(0, jar.awaitExit(), jar.output());
      assertFalse(jar.output().contains("OutOfMemoryError:"), jar.output());
    }
  }

  private static Peer open(PackagedJar jar) {
    Target target = new Target("127.0.0.1", jar.port(), false);
    return Peer.open(RawSocket.connect(target), Handshake.to("/"), false);
  }
}

package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.Bytes.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Message;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** `/ws/stream` and `/ws/sink`, on a real socket. */
@QuarkusTest
class PushAndSinkTest extends WireTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode json(Message message) throws Exception {
    assertEquals(Opcode.TEXT, message.opcode());
    return JSON.readTree(message.payload());
  }

  @Test
  void aStreamIsNumberedFromOneAndEndsWithAClose() throws Exception {
    Peer peer = open("/ws/stream?rate=1000&count=20&size=100");
    for (int i = 1; i <= 20; i++) {
      Message message = peer.message();
      assertEquals(100, message.payload().length);
      assertEquals(i, json(message).path("seq").asInt());
      Instant.parse(json(message).path("time").asText());
    }
    assertEquals(1000, peer.frame().closeCode());
    peer.send(ClientFrame.close(1000));
    assertTrue(peer.socket().ends());
  }

  @Test
  void theFirstMessageComesAtOnceAndTheNextOnesInTheirTime() throws Exception {
    Peer peer = open("/ws/stream?rate=5");
    long start = System.nanoTime();
    assertEquals(64, peer.message().payload().length);
    for (int i = 0; i < 3; i++) {
      peer.message();
    }
    assertTrue(System.nanoTime() - start >= 500_000_000);
  }

  @Test
  void aBinaryStreamBeginsWithNumberAndTime() {
    Peer peer = open("/ws/stream?type=binary&count=3&size=16&rate=100");
    for (int i = 1; i <= 3; i++) {
      Message message = peer.message();
      assertEquals(Opcode.BINARY, message.opcode());
      ByteBuffer bytes = ByteBuffer.wrap(message.payload());
      assertEquals(i, bytes.getLong());
      assertTrue(Math.abs(bytes.getLong() / 1000 - System.currentTimeMillis()) < 60_000);
    }
    assertEquals(1000, peer.frame().closeCode());
  }

  @Test
  void aStreamUntilFullWaitsForAClientThatDoesNotReadAndLeavesNothingOut() {
    Peer peer = open("/ws/stream?until-full&size=64KiB&type=binary&count=300");
    RawSocket.pause(300);
    for (int i = 1; i <= 300; i++) {
      Message message = peer.message();
      assertEquals(64 * 1024, message.payload().length);
      assertEquals(i, ByteBuffer.wrap(message.payload()).getLong());
    }
    assertEquals(1000, peer.frame().closeCode());
  }

  @Test
  void aClientsCloseEndsAStream() {
    Peer peer = open("/ws/stream?rate=1000");
    peer.message();
    peer.send(ClientFrame.ping("x"));
    peer.expectPong("x");
    peer.send(ClientFrame.close(1001));
    peer.expectCloseInTheEnd(1001);
  }

  @Test
  void aStreamOfWhichTheClientTakesNothingEndsWithTheClient() {
    Peer peer = open("/ws/stream?until-full&size=1MiB");
    RawSocket.pause(200);
    peer.socket().reset();
  }

  @Test
  void aSinkReportsEachSecondAndOnceMoreAheadOfTheClose() throws Exception {
    Peer peer = open("/ws/sink");
    peer.sendMessage(Opcode.BINARY, noise(100_000, 1));
    peer.sendMessage(Opcode.TEXT, utf8("text"));
    JsonNode first = json(peer.message());
    assertEquals(2, first.path("messages").asInt());
    assertEquals(100_004, first.path("bytes").asInt());
    assertEquals(1.0, first.path("seconds").asDouble(), 0.5);
    assertTrue(first.path("messagesPerSecond").asDouble() > 1);
    assertTrue(first.path("bytesPerSecond").asDouble() > 60_000);
    JsonNode silence = json(peer.message());
    assertEquals(0, silence.path("messages").asInt());
    peer.send(ClientFrame.close(1000));
    JsonNode total = json(peer.message());
    assertEquals(2, total.path("messages").asInt());
    assertEquals(100_004, total.path("bytes").asInt());
    assertTrue(total.path("seconds").asDouble() > 1.5);
    peer.expectClose(1000);
  }

  @Test
  void aSinkTakesWhatIsLarge() throws Exception {
    Peer peer = open("/ws/sink?close-after=2");
    peer.sendMeanwhile(peer.message(Opcode.BINARY, noise(10 << 20, 2), 3)).get();
    peer.sendMessage(Opcode.TEXT, utf8("end"));
    peer.expectCloseInTheEnd(1000); // a slow machine sees reports before
  }
}

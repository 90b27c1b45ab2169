package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Message;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.Peer;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** `/ws/inspect`, on a real socket. */
@QuarkusTest
class InspectionTest extends WireTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final JsonSchema SCHEMA = schema();

  private static JsonSchema schema() {
    try (InputStream file =
        InspectionTest.class.getResourceAsStream("/schemas/inspect.schema.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(Objects.requireNonNull(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whatever is told is of the schema. */
  private static JsonNode next(Peer peer) throws Exception {
    Message message = peer.message();
    assertEquals(Opcode.TEXT, message.opcode());
    JsonNode told = JSON.readTree(message.payload());
    assertEquals(Set.of(), SCHEMA.validate(told));
    return told;
  }

  @Test
  void ofAMessageInManyFramesItIsToldHowManyAreLeftOut() throws Exception {
    Peer peer = inspected();
    for (int frames : new int[] {1, 1000, 1001, 1500}) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(
          frames == 1 ? ClientFrame.text("x").bytes() : ClientFrame.text("x").unfinished().bytes());
      for (int i = 2; i <= frames; i++) {
        ClientFrame next = ClientFrame.continuation("x");
        bytes.writeBytes((i == frames ? next : next.unfinished()).bytes());
      }
      peer.socket().send(bytes.toByteArray());
      JsonNode account = next(peer);
      assertEquals(frames, account.path("frameCount").asInt());
      assertEquals(Math.min(frames, 1000), account.path("frames").size());
      assertEquals(Math.max(0, frames - 1000), account.path("framesLeftOut").asInt(-1));
    }
  }

  private Peer inspected() throws Exception {
    Peer peer = open("/ws/inspect");
    assertEquals("handshake", next(peer).path("event").asText());
    return peer;
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(utf8(text)));
  }

  @Test
  void theHandshakeIsToldAsItCame() throws Exception {
    Peer peer =
        open(
            handshake("/ws/inspect?label=my-own-label&subprotocol=b")
                .with("x-MiXed", "Case")
                .with("X-Forwarded-For", "192.0.2.1, 192.0.2.2")
                .with("Forwarded", "for=192.0.2.3;proto=https")
                .with("Sec-WebSocket-Protocol", "a, b")
                .with("x-MiXed", "twice"));
    JsonNode handshake = next(peer);
    assertEquals("GET", handshake.path("method").asText());
    assertEquals("HTTP/1.1", handshake.path("version").asText());
    assertEquals("/ws/inspect?label=my-own-label&subprotocol=b", handshake.path("target").asText());
    StringBuilder mixed = new StringBuilder();
    for (JsonNode header : handshake.path("headers")) {
      if (header.path("name").asText().equals("x-MiXed")) {
        mixed.append(header.path("value").asText()).append(' ');
      }
    }
    assertEquals("Case twice ", mixed.toString());
    assertEquals("Host", handshake.at("/headers/0/name").asText());
    assertEquals("192.0.2.2", handshake.at("/forwarded/for/1").asText());
    assertEquals("for=192.0.2.3;proto=https", handshake.at("/forwarded/forwarded/0").asText());
    assertEquals("127.0.0.1:" + peer.socket().localPort(), handshake.path("peer").asText());
    assertEquals(peer.head().only("Echosounder-Connection"), handshake.path("connection").asText());
    assertEquals("a", handshake.at("/subprotocols/offered/0").asText());
    assertEquals("b", handshake.at("/subprotocols/granted").asText());
    assertEquals(compressing(), handshake.at("/extensions/granted").isTextual());
    assertEquals(target().tls(), handshake.at("/tls/version").asText().startsWith("TLSv1."));
  }

  @Test
  void aMessageIsToldFrameByFrame() throws Exception {
    Peer peer = inspected();
    ClientFrame first = ClientFrame.text("one ").unfinished();
    ClientFrame second = ClientFrame.continuation("x".repeat(200));
    peer.send(first, second);
    JsonNode account = next(peer);
    assertEquals("message", account.path("event").asText());
    assertEquals("text", account.path("type").asText());
    assertEquals(204, account.path("bytes").asInt());
    assertEquals(first.bytes().length + second.bytes().length, account.path("wireBytes").asInt());
    assertEquals(false, account.path("compressed").asBoolean());
    assertEquals(sha256("one " + "x".repeat(200)), account.path("sha256").asText());
    assertEquals(2, account.path("frameCount").asInt());
    assertEquals(hex(first, 6), account.at("/frames/0/header").asText());
    assertEquals(hex(second, 8), account.at("/frames/1/header").asText());
    assertEquals(0, account.at("/frames/1/opcode").asInt());
    assertTrue(account.at("/frames/1/fin").asBoolean());
    assertEquals(200, account.at("/frames/1/bytes").asInt());
    Instant.parse(account.path("received").asText());
  }

  private static String hex(ClientFrame frame, int length) {
    return HexFormat.of().formatHex(Bytes.slice(frame.bytes(), 0, length));
  }

  @Test
  void aMessageIsToldAsItWasBeforeItsCompression() throws Exception {
    Peer peer = inspected();
    String text = "compress me ".repeat(50);
    peer.sendMessage(Opcode.TEXT, utf8(text));
    JsonNode account = next(peer);
    assertEquals(600, account.path("bytes").asInt());
    assertEquals(sha256(text), account.path("sha256").asText());
    assertEquals(compressing(), account.path("compressed").asBoolean());
    assertEquals(compressing(), account.at("/frames/0/rsv1").asBoolean());
    assertEquals(compressing(), account.path("wireBytes").asInt() < 100);
  }

  @Test
  void anEmptyMessageAndOneWithoutEndAreNoTrouble() throws Exception {
    Peer peer = inspected();
    peer.send(ClientFrame.binary(new byte[0]), ClientFrame.text("").unfinished());
    JsonNode account = next(peer);
    assertEquals("binary", account.path("type").asText());
    assertEquals(sha256(""), account.path("sha256").asText());
    peer.send(ClientFrame.close(1000));
    assertEquals("close", next(peer).path("event").asText());
    peer.expectClose(1000);
  }

  @Test
  void ofManyFramesTheFirstOnesAreToldAndAllAreCounted() throws Exception {
    Peer peer = inspected();
    ClientFrame[] frames = new ClientFrame[1_500];
    frames[0] = ClientFrame.text("x").unfinished();
    for (int i = 1; i < frames.length; i++) {
      ClientFrame frame = ClientFrame.continuation("y");
      frames[i] = i < frames.length - 1 ? frame.unfinished() : frame;
    }
    peer.send(frames);
    JsonNode account = next(peer);
    assertEquals(1_500, account.path("frameCount").asInt());
    assertEquals(1_000, account.path("frames").size());
    assertEquals(1_500 * 7, account.path("wireBytes").asInt());
  }

  @Test
  void controlFramesAreToldWholeAndAnsweredAsEver() throws Exception {
    Peer peer = inspected();
    peer.send(ClientFrame.ping("abc"), ClientFrame.pong("unasked"));
    peer.expectPong("abc");
    JsonNode ping = next(peer);
    assertEquals("ping", ping.path("event").asText());
    assertEquals("616263", ping.path("payload").asText());
    assertEquals(9, ping.at("/frames/0/opcode").asInt());
    assertEquals("pong", next(peer).path("event").asText());
    peer.send(ClientFrame.close(4321, "再见"));
    JsonNode close = next(peer);
    assertEquals("close", close.path("event").asText());
    assertEquals(4321, close.path("code").asInt());
    assertEquals("再见", close.path("reason").asText());
    peer.expectClose(4321);
  }

  @Test
  void anEmptyCloseIsToldAs1005() throws Exception {
    Peer peer = inspected();
    peer.send(ClientFrame.close());
    assertEquals(1005, next(peer).path("code").asInt());
    peer.expectClose(1005);
  }

  @Test
  void accountsCanBeDelayed() throws Exception {
    Peer peer = open("/ws/inspect?delay=200ms");
    assertEquals("handshake", next(peer).path("event").asText());
    long start = System.nanoTime();
    peer.sendMessage(Opcode.TEXT, utf8("x"));
    assertEquals("message", next(peer).path("event").asText());
    assertTrue(System.nanoTime() - start >= 200_000_000);
  }
}

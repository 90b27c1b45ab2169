package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.Bytes.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Message;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ServerFrame;
import io.quarkus.test.junit.QuarkusTest;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each knob of `/` and `/ws`, on a real socket. */
@QuarkusTest
class TurnedKnobsTest extends WireTest {

  private Peer ask(String query) {
    return open("/ws?" + query);
  }

  private static void send(Peer peer, String... texts) {
    for (String text : texts) {
      peer.sendMessage(Opcode.TEXT, utf8(text));
    }
  }

  @Test
  void repliesComeLaterButInOrder() {
    Peer peer = ask("delay=200ms&jitter=150ms");
    long start = System.nanoTime();
    send(peer, "one", "two", "three");
    peer.expectText("one");
    assertTrue(System.nanoTime() - start >= 50_000_000);
    peer.expectText("two");
    peer.expectText("three");
  }

  @Test
  void aLargeReplyLeavesAtItsRate() {
    Peer peer = ask("rate=100KiB");
    byte[] large = noise(200 * 1024, 1);
    long start = System.nanoTime();
    peer.sendMessage(Opcode.BINARY, large);
    peer.expect(Opcode.BINARY, large);
    assertTrue(System.nanoTime() - start >= 900_000_000);
  }

  @Test
  void whatIsDroppedDoesNotComeAndTheRestDoes() {
    Peer peer = ask("drop=100%&greeting=hello");
    send(peer, "one");
    peer.expectText("hello");
    peer.send(ClientFrame.ping("x"));
    peer.expectPong("x");
    peer.send(ClientFrame.close(1000));
    peer.expectClose(1000);
  }

  @Test
  void repliesComeTwice() {
    Peer peer = ask("duplicate=1");
    send(peer, "one", "two");
    for (String text : List.of("one", "one", "two", "two")) {
      peer.expectText(text);
    }
  }

  @Test
  void aCorruptReplyHasTheSameLength() {
    Peer peer = ask("corrupt=1");
    byte[] sent = noise(1_000, 2);
    peer.sendMessage(Opcode.BINARY, sent);
    byte[] got = peer.message().payload();
    int different = 0;
    for (int i = 0; i < sent.length; i++) {
      different += sent[i] == got[i] ? 0 : 1;
    }
    assertEquals(1, different);
  }

  @Test
  void repliesComeInFragments() {
    Peer peer = ask("fragment=100&compress=off", false);
    byte[] sent = noise(250, 3);
    peer.send(ClientFrame.binary(sent));
    Message message = peer.message();
    assertArrayEquals(sent, message.payload());
    assertEquals(
        List.of(100, 100, 50), message.frames().stream().map(ServerFrame::length).toList());
  }

  /** Where the client does not compress. */
  private Peer ask(String query, boolean isCompressing) {
    return keep(Peer.open(connect(), handshake("/ws?" + query), isCompressing));
  }

  @ParameterizedTest
  @CsvSource({"/,'接收数据: '", "/?prefix=,''", "/?prefix=%E5%9B%9E:,回:", "/ws?prefix=a+b,a+b"})
  void thePrefixIsTheOneAskedFor(String target, String prefix) {
    open(target).expectAlive(prefix);
  }

  @Test
  void aGreetingComesFirst() {
    ask("greeting=%E4%BD%A0%E5%A5%BD").expectText("你好");
  }

  @Test
  void aCloseComesBehindTheLastCountedReply() {
    Peer peer = ask("close-after=2&close-code=4321&close-reason=enough&delay=60s");
    send(peer, "one", "two");
    peer.expectText("one");
    peer.expectText("two");
    ServerFrame close = peer.frame();
    assertEquals(4321, close.closeCode());
    assertEquals("enough", close.closeReason());
    peer.send(ClientFrame.close(4321));
    assertTrue(peer.socket().ends());
  }

  @Test
  void aCloseComesAtItsTime() {
    Peer peer = ask("close-after=300ms");
    assertEquals(1000, peer.frame().closeCode());
    peer.send(ClientFrame.close(1000));
    assertTrue(peer.socket().ends());
  }

  @Test
  void tcpEndsWithoutAClose() {
    Peer peer = ask("end-after=1");
    send(peer, "one");
    peer.expectText("one");
    assertTrue(peer.socket().ends());
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset-after=200ms", "reset-after=1&drop=1"})
  void tcpIsReset(String query) {
    Peer peer = ask(query);
    send(peer, "one");
    if (query.contains("200ms")) {
      peer.expectText("one");
    }
    Exception end = assertThrows(UncheckedIOException.class, () -> peer.socket().read());
    assertTrue(String.valueOf(end.getMessage()).contains("reset"), end.toString());
  }

  @Test
  void afterAStallNothingIsAnswered() {
    Peer peer = ask("stall-after=1&close-after=700ms");
    send(peer, "one", "two");
    peer.send(ClientFrame.ping("x"), ClientFrame.close(1001));
    peer.expectText("one");
    assertEquals(1000, peer.frame().closeCode());
  }

  @Test
  void theEndOfTcpEndsAStalledConnection() throws Exception {
    double before = metric("echosounder_connections_open");
    Peer peer = ask("stall-after=1ms");
    RawSocket.pause(50);
    peer.close();
    for (int left = 100; metric("echosounder_connections_open") > before; left--) {
      assertTrue(left > 0, "it is open for ever");
      RawSocket.pause(20);
    }
  }

  @Test
  void pingsComeAtTheirInterval() {
    Peer peer = ask("ping=100ms");
    assertEquals(Opcode.PING, peer.frame().opcode());
    assertEquals(Opcode.PING, peer.frame().opcode());
  }

  @Test
  void pingsAreNotAnswered() {
    Peer peer = ask("pong=off");
    peer.send(ClientFrame.ping("x"));
    peer.expectAlive();
  }

  @Test
  void compressionIsNotGranted() {
    assertEquals(List.of(), ask("compress=off", false).head().all("Sec-WebSocket-Extensions"));
  }

  @Test
  void theSubprotocolAskedForIsGranted() {
    Peer peer =
        open(
            handshake("/ws?subprotocol=v2.chat")
                .with("Sec-WebSocket-Protocol", "v1.chat, v2.chat"));
    assertEquals("v2.chat", peer.head().only("Sec-WebSocket-Protocol"));
  }

  @Test
  void theSameSeedBringsTheSame() {
    String query = "drop=0.5&duplicate=0.5&seed=42";
    String first = outcome(query);
    assertEquals(first, outcome(query));
    assertFalse(first.equals(outcome(query + "1")));
  }

  private String outcome(String query) {
    Peer peer = ask(query);
    for (int i = 0; i < 40; i++) {
      send(peer, Integer.toString(i));
    }
    peer.send(ClientFrame.ping("end"), ClientFrame.close(1000));
    StringBuilder all = new StringBuilder();
    for (ServerFrame frame = peer.frame(); frame.opcode() != Opcode.CLOSE; frame = peer.frame()) {
      all.append(new String(frame.payload(), java.nio.charset.StandardCharsets.UTF_8)).append(' ');
    }
    return all.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "/ws?dealy=1s,dealy,1s,,delay",
    "/?drop=101%,drop,101%,'0 to 1, such as 0.01, or 0% to 100%, such as 1%',",
    "/ws?delay=1&delay=1s,delay,1,'a duration from 0s to 60s, such as 250ms',",
    "/ws?seed=1&seed=2,seed,2,once,",
    "/ws?subprotocol=a,subprotocol,a,one that the client offers in Sec-WebSocket-Protocol,",
    "/ws/stream?fragment=1,fragment,1,,",
    "/ws/stream?size=10,size,10,,",
    "/ws/sink?delay=1s,delay,1s,,",
    "/ws/inspect?drop=1,drop,1,,"
  })
  void aWrongKnobIsToldWithWhatIsAllowed(
      String target, String knob, String value, String allowed, String nearest) {
    RawSocket socket = connect();
    socket.send(handshake(target).bytes());
    Problem problem = Problem.read(socket);
    assertEquals(400, problem.status());
    assertTrue(problem.detail().contains(knob), problem.detail());
    assertEquals(knob, problem.document().path("knob").asText());
    assertEquals(value, problem.document().path("value").asText());
    if (allowed != null) {
      assertEquals(allowed, problem.document().path("allowed").asText());
    }
    if (nearest != null) {
      assertEquals(nearest, problem.document().path("nearest").asText());
    }
  }
}

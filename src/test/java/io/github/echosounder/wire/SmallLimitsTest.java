package io.github.echosounder.wire;

import static io.github.echosounder.wire.SmallLimits.CONNECTIONS;
import static io.github.echosounder.wire.SmallLimits.FRAME;
import static io.github.echosounder.wire.SmallLimits.HELD;
import static io.github.echosounder.wire.SmallLimits.MESSAGE;
import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.Bytes.slice;
import static io.github.echosounder.wire.client.Bytes.utf8;
import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.continuation;
import static io.github.echosounder.wire.client.Opcode.BINARY;
import static io.github.echosounder.wire.client.Opcode.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ServerFrame;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each setting that bounds or narrows what may come in, seen from the wire. */
@QuarkusTest
@TestProfile(SmallLimits.class)
class SmallLimitsTest extends WireTest {
  private static final int HALF = 60_000;

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ws"})
  @Holds("6455-10.4-2")
  void aFrameOfTheFrameLimitComesBackAndALongerOneIsRefused(String path) {
    Peer peer = open(path);
    peer.send(binary(noise(FRAME, 1)));
    peer.expect(BINARY, noise(FRAME, 1));
    peer.socket().send(binary(new byte[0]).announcing(FRAME + 1).header());
    peer.expectClose(1009);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ws"})
  @Holds("6455-10.4-2")
  void aMessageOfTheMessageLimitComesBackAndALongerOneIsRefused(String path) {
    Peer peer = open(path);
    byte[] payload = Bytes.text("limit ", MESSAGE);
    ClientFrame first = ClientFrame.text(slice(payload, 0, FRAME)).unfinished();
    ClientFrame second = continuation(slice(payload, FRAME, MESSAGE));
    var sent = peer.sendMeanwhile(first, second, first, second.unfinished());
    peer.expect(TEXT, payload);
    sent.join();
    peer.socket().send(slice(continuation("x").bytes(), 0, 6));
    peer.expectCloseAfterPartOf(payload, 1009);
  }

  @Test
  void anInstanceThatIsFullSays503AndWhenToComeAgain() {
    var peers = new ArrayList<Peer>();
    for (int i = 0; i < CONNECTIONS; i++) {
      peers.add(open());
    }
    for (String path : new String[] {"/", "/ws"}) {
      RawSocket socket = connect();
      socket.send(Handshake.to(path).bytes());
      Problem problem = Problem.read(socket);
      assertEquals(503, problem.status());
      assertTrue(problem.head().only("Retry-After").matches("[1-9][0-9]*"));
    }
    peers.forEach(Peer::expectAlive);
    peers.get(0).send(ClientFrame.close(1000));
    peers.get(0).expectClose(1000);
    awaitRoom();
    open().expectAlive();
  }

  @Test
  void whatAllConnectionsHoldTogetherIsBounded() {
    assertEquals(12, survivors(12), "that many are within the limit");
    int survivors = survivors(36);
    assertTrue(
        survivors > 0 && survivors * HALF <= HELD + 2 * HALF, survivors + " held half a frame");
    assertEquals(12, survivors(12), "what was held is free again");
  }

  /** Of so many connections that each send most of a frame, how many live to send the rest. */
  private int survivors(int connections) {
    byte[] frame = binary(noise(HALF + 4_000, 1)).bytes();
    var peers = new ArrayList<Peer>();
    for (int i = 0; i < connections; i++) {
      Peer peer = open();
      peer.socket().send(slice(frame, 0, HALF));
      peers.add(peer);
    }
    RawSocket.pause(500);
    int alive = 0;
    for (Peer peer : peers) {
      peer.socket().sendAsFarAsItGoes(slice(frame, HALF, frame.length));
      ServerFrame answer = peer.frame();
      if (answer.opcode() == BINARY) {
        alive++;
      } else {
        assertTrue(answer.closeCode() == 1013 || answer.closeCode() == 1009, answer.toString());
      }
      peer.socket().reset();
    }
    awaitRoom();
    return alive;
  }

  /** The place of a connection that ended may be free a moment after its client sees the end. */
  private void awaitRoom() {
    for (int i = 0; i < 200; i++) {
      RawSocket socket = connect();
      socket.send(Handshake.to("/ws").bytes());
      int status = socket.readHead().status();
      socket.reset();
      if (status == 101) {
        RawSocket.pause(200);
        return;
      }
      RawSocket.pause(20);
    }
    throw new AssertionError("still full");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ws"})
  @Holds("6455-4.2.1-9")
  void anOriginOnTheListComesInAndOneWithoutToo(String path) {
    open(Handshake.to(path).with("Origin", "http://good.example")).expectAlive();
    open(Handshake.to(path).with("Origin", "https://good.example:8443")).expectAlive();
    open(Handshake.to(path)).expectAlive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example", "https://good.example", "http://good.example:8080", "null",
        "http://good.example.evil.example", "http://notgood.example", "good.example", "*"
      })
  @Holds({"6455-4.2.2-2", "6455-10.2-1", "6455-10.2-2"})
  void anOriginThatIsNotOnTheListIsForbidden(String origin) {
    for (String path : new String[] {"/", "/ws"}) {
      RawSocket socket = connect();
      socket.send(Handshake.to(path).with("Origin", origin).bytes());
      assertEquals(403, Problem.read(socket).status());
    }
  }

  @Test
  @Holds({"6455-4.2.2-5", "6455-11.3.4-1"})
  void theFirstOfferedSubprotocolThatIsConfiguredIsGranted() {
    assertEquals("superchat", subprotocol("mqtt, superchat, chat"));
    assertEquals("chat", subprotocol("chat"));
    assertEquals("chat", subprotocol("mqtt", "chat", "superchat"));
    assertEquals("chat", subprotocol("mqtt,chat ,\tsuperchat"));
  }

  private String subprotocol(String... offered) {
    Handshake handshake = Handshake.to("/ws");
    for (String offer : offered) {
      handshake = handshake.with("Sec-WebSocket-Protocol", offer);
    }
    Peer peer = open(handshake);
    peer.expectAlive();
    return peer.head().only("Sec-WebSocket-Protocol");
  }

  @Test
  @Holds("6455-4.2.2-6")
  void noSubprotocolIsGrantedIfNoneMatches() {
    for (String offered : new String[] {"mqtt", "CHAT", "chatter, super"}) {
      Peer peer = open(Handshake.to("/ws").with("Sec-WebSocket-Protocol", offered));
      assertTrue(peer.head().all("Sec-WebSocket-Protocol").isEmpty());
      peer.expectAlive();
    }
    assertTrue(open("/ws").head().all("Sec-WebSocket-Protocol").isEmpty());
  }

  @Test
  @Holds("6455-5.8-1")
  void compressionThatIsSwitchedOffIsNotGranted() {
    Peer peer = open(Handshake.to("/ws").with("Sec-WebSocket-Extensions", "permessage-deflate"));
    assertFalse(Grant.isIn(peer.head()));
    peer.send(ClientFrame.text(Bytes.hex("f2 48 cd c9 c9 07 00")).rsv(4));
    peer.expectClose(1002);
  }

  @Test
  void withoutAPrefixTheRootEchoesExactly() {
    Peer peer = open("/");
    peer.sendMessage(TEXT, utf8("你好"));
    peer.expectText("你好");
    peer.sendMessage(TEXT, utf8(""));
    peer.expectText("");
  }
}

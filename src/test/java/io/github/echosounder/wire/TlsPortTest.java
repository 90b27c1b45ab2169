package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.join;
import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.Bytes.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.law.Holds;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ResponseHead;
import io.github.echosounder.wire.client.Target;
import io.github.echosounder.wire.client.TlsTape;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On the port with TLS nothing is served but through TLS. */
@QuarkusTest
@TestProfile(RulesOverTlsTest.Tls.class)
@Over(Mode.TLS)
class TlsPortTest extends WireTest {

  @Inject
  @SuppressWarnings("NullAway.Init")
  HeldMemory memory;

  private RawSocket inTheClear() {
    return keep(RawSocket.connect(new Target(target().host(), target().port(), false)));
  }

  /** All that came until TCP ended. */
  private static String answer(RawSocket socket) {
    StringBuilder answer = new StringBuilder();
    for (int next = socket.read(); next >= 0; next = socket.read()) {
      answer.append((char) next);
    }
    return answer.toString();
  }

  @Test
  @Holds({"6455-4.2.2-1", "9112-9.7-1"})
  void aRequestInTheClearIsNotAnsweredInTheClear() {
    byte[] handshake = Handshake.to("/ws").bytes();
    try (LogLines log = LogLines.listen()) {
      for (byte[] request :
          new byte[][] {handshake, utf8("GET /api/info HTTP/1.1\r\nHost: a\r\n\r\n")}) {
        RawSocket whole = inTheClear();
        whole.send(request);
        assertFalse(answer(whole).contains("HTTP/"));
        assertTrue(log.about(whole, "status=none").contains("not TLS"));
        RawSocket pieces = inTheClear();
        pieces.send(request, 3);
        assertFalse(answer(pieces).contains("HTTP/"));
      }
    }
  }

  @Test
  void rubbishInPlaceOfATlsHandshakeIsTurnedAwayQuietly() {
    for (int seed = 1; seed < 20; seed++) {
      RawSocket socket = inTheClear();
      socket.sendAsFarAsItGoes(noise(600, seed));
      socket.drain();
    }
    open().expectAlive();
  }

  @Test
  void aRecordThatCannotBeReadEndsItsConnectionForTlsAndQuietly() {
    try (LogLines log = LogLines.listen()) {
      Peer peer = open();
      peer.expectAlive();
      byte[] record = new byte[5 + 32];
      System.arraycopy(new byte[] {0x17, 3, 3, 0, 32}, 0, record, 0, 5);
      peer.socket().sendBelowTls(record);
      peer.socket().drain();
      String id = peer.head().all("Echosounder-Connection").get(0);
      String line = log.about("closed id=" + id);
      assertTrue(line.contains(" code=1006 by=network cause=tls "), line);
    }
  }

  @Test
  void anIncompleteRecordCountsAsHeldFromItsFirstByteToItsLast() throws Exception {
    Peer peer = open();
    peer.expectAlive();
    assertEquals(0, memory.held());
    byte[] header = {0x17, 3, 3, 0x40, 0};
    for (int i = 0; i < header.length; i++) {
      peer.socket().sendBelowTls(new byte[] {header[i]});
      awaitHeld(i + 1);
    }
    peer.socket().sendBelowTls(noise(16_000, 1));
    awaitHeld(16_005);
    // Whole, it cannot be read; that ends the connection.
    peer.socket().sendBelowTls(noise(384, 2));
    peer.socket().drain();
    awaitHeld(0);
    Peer leaves = open();
    leaves.socket().sendBelowTls(header);
    awaitHeld(header.length);
    leaves.close();
    awaitHeld(0);
  }

  private void awaitHeld(long bytes) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (memory.held() != bytes && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
    assertEquals(bytes, memory.held());
  }

  @Test
  void aHandshakeMayComeByteByByteInRecordsOfItsOwn() {
    RawSocket socket = connect();
    byte[] bytes = Handshake.to("/ws").bytes();
    socket.send(bytes, IntStream.range(1, bytes.length).toArray());
    Peer.opened(socket, false).expectAlive();
  }

  @Test
  @Holds({"6455-10.6-1", "9112-9.7-1"})
  void httpIsServedThroughTls() {
    RawSocket socket = connect();
    for (int i = 0; i < 3; i++) {
      socket.send(utf8("GET /api/info HTTP/1.1\r\nHost: a\r\n\r\n"));
      ResponseHead head = socket.readHead();
      assertEquals(200, head.status());
      socket.readBody(head);
    }
    socket.send(Handshake.to("/ws").bytes());
    Peer.opened(socket, false).expectAlive();
  }

  @Test
  @Holds({"6455-7.1.1-1", "9112-9.8-2"})
  void tlsIsEndedBeforeTcp() throws Exception {
    byte[] good = Handshake.to("/ws").bytes();
    for (byte[] sent :
        new byte[][] {
          join(good, ClientFrame.close(1000).bytes()),
          join(good, ClientFrame.text("bad").rsv(2).bytes()),
          Handshake.to("/nowhere").bytes(),
          utf8("SSH-2.0-x\r\n"),
          utf8("GET /api/info HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        }) {
      try (TlsTape tape = new TlsTape(target())) {
        tape.send(sent);
        assertTrue(tape.readAll().length > 0);
        List<Integer> types = tape.types();
        assertEquals(TlsTape.ALERT, types.get(types.size() - 1), types.toString());
      }
    }
  }

  @Test
  void aRefusalGoesThroughTls() {
    RawSocket socket = connect();
    socket.send(Handshake.to("/ws").without("Upgrade").bytes());
    assertEquals(426, Problem.read(socket).status());
    socket.drain();
    socket = connect();
    socket.send(utf8("SSH-2.0-x\r\n"));
    assertEquals(400, Problem.read(socket).status());
    socket.drain();
  }
}

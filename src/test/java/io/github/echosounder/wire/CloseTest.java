package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.hex;
import static io.github.echosounder.wire.client.Bytes.join;
import static io.github.echosounder.wire.client.ClientFrame.close;
import static io.github.echosounder.wire.client.ClientFrame.ping;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static io.github.echosounder.wire.client.Opcode.BINARY;
import static io.github.echosounder.wire.client.Opcode.CLOSE;
import static io.github.echosounder.wire.client.Opcode.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.ServerFrame;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 5.5.1 and 7. */
@QuarkusTest
class CloseTest extends WireTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000,
        4999
      })
  @Holds({"6455-5.5.1-1", "6455-5.5.1-3", "6455-5.5.1-5"})
  void aCloseIsAnsweredWithItsOwnCodeAndReason(int code) {
    for (String reason : new String[] {"", "going", "再见 👋"}) {
      Peer peer = open();
      peer.send(close(code, reason));
      ServerFrame answer = peer.expectClose(code);
      assertEquals(reason, answer.closeReason());
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 1, 500, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 5001, 32_768, 65_535
      })
  @Holds({"6455-7.4.1-1", "6455-7.4.1-2", "6455-7.4.1-3", "6455-10.7-2"})
  void aCodeThatMustNotBeSentIsAnsweredWith1002(int code) {
    for (String reason : new String[] {"", "reason"}) {
      Peer peer = open();
      peer.send(close(code, reason));
      peer.expectClose(1002);
    }
  }

  @Test
  @Holds({"6455-5.5.1-3", "6455-7.4.1-1"})
  void anEmptyCloseIsAnsweredWithAnEmptyClose() {
    Peer peer = open();
    peer.send(close());
    assertEquals(0, peer.expectClose(1005).length());
  }

  @Test
  @Holds("6455-5.5.1-1")
  void aCloseOfOneByteIsAnsweredWith1002() {
    Peer peer = open();
    peer.send(ClientFrame.of(CLOSE, hex("03")));
    peer.expectClose(1002);
  }

  @Test
  void aReasonOf123BytesIsEchoed() {
    String reason = "长".repeat(41);
    Peer peer = open();
    peer.send(close(1000, reason));
    assertEquals(reason, peer.expectClose(1000).closeReason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "c3", "e4 bd", "ed a0 80", "c0 80", "f4 90 80 80", "41 80"})
  @Holds("6455-8.1-1")
  void aReasonThatIsNotUtf8IsAnsweredWith1007(String reason) {
    Peer peer = open();
    peer.send(ClientFrame.of(CLOSE, ClientFrame.closeBody(1000, hex(reason))));
    peer.expectClose(1007);
  }

  @Test
  @Holds("6455-7.1.7-2")
  void whyAConnectionWasFailedIsLogged() {
    try (LogLines log = LogLines.listen()) {
      Peer peer = open();
      peer.send(text("bad").rsv(2));
      peer.expectClose(1002);
      peer.close();
      String line = log.about("closed id=" + peer.head().only("Echosounder-Connection"));
      assertTrue(line.contains(" code=1002 by=server cause=protocol-error "), line);
    }
  }

  @Test
  @Holds({"6455-5.5.1-2", "6455-5.5.2-1", "6455-6.1-1"})
  void nothingIsAnsweredAfterAClose() {
    Peer peer = open();
    peer.send(close(1000), text("late"), ping("late"), close(1001));
    peer.expectCloseWhileSending(1000);
  }

  @Test
  void aCloseThatArrivesByteByByteIsAnswered() {
    Peer peer = open();
    peer.socket().send(close(1001, "abc").bytes(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertEquals("abc", peer.expectClose(1001).closeReason());
  }

  @Test
  void aCloseComesBehindTheEchoesOfAllThatWasSentBeforeIt() {
    Peer peer = open();
    byte[] payload = Bytes.text("before the end ", 300_000);
    var sent = new ArrayList<ClientFrame>();
    for (int i = 0; i < 5; i++) {
      sent.addAll(List.of(peer.message(i % 2 == 0 ? TEXT : BINARY, payload, 1)));
    }
    sent.add(close(1000, "done"));
    CompletableFuture<Void> all = peer.sendMeanwhile(sent.toArray(ClientFrame[]::new));
    for (int i = 0; i < 5; i++) {
      peer.expect(i % 2 == 0 ? TEXT : BINARY, payload);
    }
    assertEquals("done", peer.expectClose(1000).closeReason());
    all.join();
  }

  @Test
  void smallMessagesBeforeACloseInTheSameSegmentAreAnswered() {
    Peer peer = open();
    peer.send(text("a"), text("b"), ping("c"), close(3000, "d"));
    peer.expectText("a");
    peer.expectText("b");
    peer.expectPong("c");
    assertEquals("d", peer.expectClose(3000).closeReason());
  }

  @Test
  void aClientThatEndsTcpWithoutACloseIsLetGo() {
    Peer peer = open();
    peer.expectAlive();
    peer.socket().finish();
    peer.socket().drain();
  }

  @Test
  @Holds("6455-7.1.1-1")
  void aClientThatIsStillSendingWhenItIsRefusedSeesTheClose() {
    Peer peer = open();
    byte[] bad = text("bad").rsv(2).bytes();
    peer.socket().sendAsFarAsItGoes(join(bad, new byte[4 << 20]));
    peer.expectCloseWhileSending(1002);
  }
}

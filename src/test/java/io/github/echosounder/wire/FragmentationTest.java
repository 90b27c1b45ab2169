package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.noise;
import static io.github.echosounder.wire.client.Bytes.slice;
import static io.github.echosounder.wire.client.Bytes.utf8;
import static io.github.echosounder.wire.client.ClientFrame.binary;
import static io.github.echosounder.wire.client.ClientFrame.continuation;
import static io.github.echosounder.wire.client.ClientFrame.ping;
import static io.github.echosounder.wire.client.ClientFrame.text;
import static io.github.echosounder.wire.client.Opcode.BINARY;
import static io.github.echosounder.wire.client.Opcode.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Message;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.ServerFrame;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 5.4. */
@QuarkusTest
class FragmentationTest extends WireTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 500})
  @Holds({"6455-5.4-2", "6455-5.4-3", "6455-5.4-5", "6455-5.4-6", "6455-6.1-4"})
  void aFragmentedMessageComesBackWhole(int fragments) {
    Peer peer = open();
    byte[] payload = Bytes.text("fragment 碎片 🧩 ", 5_000);
    peer.send(peer.message(TEXT, payload, fragments));
    peer.expect(TEXT, payload);
    peer.send(peer.message(BINARY, noise(5_000, 3), fragments));
    peer.expect(BINARY, noise(5_000, 3));
    peer.expectAlive();
  }

  @Test
  @Holds({"6455-5.4-2", "6455-6.1-4"})
  void theReplyHasTheSameFragments() {
    Peer peer = open();
    peer.send(text("one").unfinished(), continuation("-three-").unfinished(), continuation("!"));
    assertFragments(peer.expectText("one-three-!"), 3, 7, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {125, 126, 65_535, 65_536})
  void aFragmentOfUpTo64KiBKeepsItsLength(int length) {
    Peer peer = open();
    byte[] payload = noise(2 * length + 1, length);
    peer.send(
        binary(slice(payload, 0, length)).unfinished(),
        continuation(slice(payload, length, 2 * length)).unfinished(),
        continuation(slice(payload, 2 * length, payload.length)));
    assertFragments(peer.expect(BINARY, payload), length, length, 1);
  }

  @Test
  void aFragmentMayBeEmpty() {
    Peer peer = open();
    peer.send(text("").unfinished(), continuation(""));
    assertFragments(peer.expectText(""), 0, 0);
    peer.send(text("").unfinished(), continuation("").unfinished(), continuation("last"));
    assertFragments(peer.expectText("last"), 0, 0, 4);
    peer.send(text("first").unfinished(), continuation(""));
    assertFragments(peer.expectText("first"), 5, 0);
    peer.send(text("in the").unfinished(), continuation("").unfinished(), continuation(" middle"));
    assertFragments(peer.expectText("in the middle"), 6, 0, 7);
    peer.send(binary(utf8("")).unfinished(), continuation(utf8("二")));
    assertFragments(peer.expect(BINARY, utf8("二")), 0, 3);
  }

  @Test
  void aMessageInAThousandFragmentsOfOneByteComesBack() {
    Peer peer = open();
    byte[] payload = Bytes.text("字", 1_000);
    var frames = new ClientFrame[1_000];
    for (int i = 0; i < frames.length; i++) {
      byte[] one = slice(payload, i, i + 1);
      frames[i] = (i == 0 ? text(one) : continuation(one));
      frames[i] = i < 999 ? frames[i].unfinished() : frames[i];
    }
    peer.send(frames);
    peer.expect(TEXT, payload);
  }

  @Test
  @Holds({"6455-5.4-4", "6455-5.5.2-2", "6455-6.2-2"})
  void aPingBetweenFragmentsIsAnsweredBeforeTheMessageEnds() {
    Peer peer = open();
    peer.send(text("before ").unfinished(), ping("now"));
    peer.expectPong("now");
    peer.send(continuation("between ").unfinished(), ping("again"));
    peer.expectPong("again");
    peer.send(continuation("after"));
    peer.expectText("before between after");
  }

  @Test
  @Holds({"6455-5.4-4", "6455-5.5.1-4"})
  void aCloseBetweenFragmentsIsAnswered() {
    Peer peer = open();
    peer.send(text("unfinished").unfinished(), ClientFrame.close(1000, "enough"));
    ServerFrame close = peer.expectCloseAfterPartOf(utf8("unfinished"), 1000);
    assertEquals("enough", close.closeReason());
  }

  @Test
  void aContinuationWithoutABeginningEndsTheConnection() {
    for (ClientFrame first :
        List.of(
            continuation("x"),
            continuation(""),
            continuation("x").unfinished(),
            continuation("").unfinished())) {
      Peer peer = open();
      peer.send(first);
      peer.expectClose(1002);
    }
  }

  @Test
  @Holds("6455-6.2-4")
  void aContinuationOfAFinishedMessageEndsTheConnection() {
    Peer peer = open();
    peer.send(text("a").unfinished(), continuation("b"), continuation("c"));
    peer.expectText("ab");
    peer.expectClose(1002);
  }

  @ParameterizedTest
  @ValueSource(ints = {TEXT, BINARY})
  @Holds("6455-5.4-3")
  void aNewMessageInsideAnUnfinishedOneEndsTheConnection(int opcode) {
    for (ClientFrame second :
        List.of(
            ClientFrame.of(opcode, utf8("b")), ClientFrame.of(opcode, utf8("b")).unfinished())) {
      Peer peer = open();
      peer.send(text("a").unfinished(), second);
      peer.expectCloseAfterPartOf(utf8("a"), 1002);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {TEXT, BINARY})
  void aLongerFrameComesBackInFragmentsWhileItIsStillArriving(int opcode) {
    Peer peer = open();
    byte[] payload = Bytes.text("streamed 流 ", 1 << 20);
    byte[] bytes = ClientFrame.of(opcode, payload).bytes();
    peer.socket().send(slice(bytes, 0, bytes.length / 2));
    assertFalse(peer.fragment().fin());
    var sent = peer.socket().sendMeanwhile(slice(bytes, bytes.length / 2, bytes.length));
    peer.expect(opcode, payload);
    sent.join();
    peer.expectAlive();
  }

  /** How a compressed message is cut into frames is free: RFC 7692, 6.1. */
  private void assertFragments(Message message, int... lengths) {
    if (!compressing()) {
      List<Integer> expected = Arrays.stream(lengths).boxed().toList();
      assertEquals(expected, message.frames().stream().map(ServerFrame::length).toList());
    }
  }
}

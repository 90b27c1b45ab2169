package io.github.echosounder.wire.socket;

import static io.github.echosounder.wire.client.ClientFrame.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.law.Holds;
import io.github.echosounder.session.Cause;
import io.github.echosounder.session.CloseStatus;
import io.github.echosounder.session.Initiator;
import io.github.echosounder.session.ServerClose;
import io.github.echosounder.session.Traffic.Count;
import io.github.echosounder.session.Verdict;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.ServerFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 6455, 7.1: the close handshake in each order, how TCP ends behind it, and the verdict. */
class CloseHandshakeTest {

  private final Loop loop = new Loop();
  private final LoneSocket socket = loop.open();

  @AfterEach
  void nothingIsLeft() {
    loop.close();
  }

  @Test
  @Holds({"6455-5.5.1-6", "6455-7.1.1-2", "6455-7.1.1-3"})
  void theClientsCloseIsEchoedBehindTheRepliesAndTheServerEndsTcpFirst() {
    socket.send(text("last words"), ClientFrame.close(4321, "bye"), text("too late"));
    assertEquals("1 last words", socket.shown().get(0));
    assertClose(4321, "bye");
    assertTrue(socket.isSendingEnded());
    assertTrue(socket.isOpen(), "until the client has ended its half too");
    socket.ends();
    assertFalse(socket.isOpen());
    assertVerdict(
        Cause.CLIENT_CLOSE, 4321, new CloseStatus(4321, "bye"), new CloseStatus(4321, "bye"));
    assertEquals(Initiator.CLIENT, socket.verdict().initiator());
    assertTrue(socket.verdict().isClean());
  }

  @Test
  void anEmptyCloseIsAnsweredWithAnEmptyClose() {
    socket.send(ClientFrame.close());
    ServerFrame close = lastFrame();
    assertEquals(8, close.opcode());
    assertEquals(0, close.length());
    socket.ends();
    assertVerdict(Cause.CLIENT_CLOSE, 1005, new CloseStatus(1005, ""), new CloseStatus(1005, ""));
  }

  @Test
  void aClientThatNeverEndsTcpIsNotWaitedForLongerThanTheCloseTimeout() {
    socket.send(ClientFrame.close(1000));
    loop.advance(Loop.CLOSE_TIMEOUT.minusMillis(1));
    assertTrue(socket.isOpen());
    loop.advance(Duration.ofMillis(1));
    assertFalse(socket.isOpen());
    assertEquals(Cause.CLIENT_CLOSE, socket.verdict().cause());
  }

  @Test
  @Holds({"6455-7.1.2-1", "6455-7.1.2-2"})
  void theServersCloseIsSentBehindTheRepliesAndTheClientsIsAwaited() {
    socket.send(text("before")).close(Cause.DRAIN, 1001, "leaving");
    assertEquals("1 before", socket.shown().get(0));
    assertClose(1001, "leaving");
    assertFalse(socket.isSendingEnded());
    socket.send(ClientFrame.close(1001));
    assertEquals(2, socket.received().frames().size(), "no second Close");
    assertTrue(socket.isSendingEnded());
    socket.ends();
    assertVerdict(Cause.DRAIN, 1001, new CloseStatus(1001, "leaving"), new CloseStatus(1001, ""));
    assertTrue(socket.verdict().isClean());
  }

  @Test
  void aClientThatDoesNotAnswerTheServersCloseIsNotWaitedForLongerThanTheCloseTimeout() {
    socket.close(Cause.DRAIN, 1001, "leaving");
    loop.advance(Loop.CLOSE_TIMEOUT.minusMillis(1));
    assertTrue(socket.isOpen());
    loop.advance(Duration.ofMillis(1));
    assertFalse(socket.isOpen());
    assertVerdict(Cause.DRAIN_FORCED, 1001, new CloseStatus(1001, "leaving"), null);
    assertFalse(socket.verdict().isClean());
  }

  @Test
  void ofTwoClosesOfTheServerTheFirstCounts() {
    socket.close(Cause.IDLE, 1001, "idle").close(Cause.DRAIN, 1012, "leaving");
    assertEquals(1, socket.received().frames().size());
    assertClose(1001, "idle");
    socket.send(ClientFrame.close(1001)).ends();
    assertEquals(Cause.IDLE, socket.verdict().cause());
  }

  @Test
  void afterTheClientsCloseTheServerSendsNoneOfItsOwn() {
    socket.send(ClientFrame.close(1000)).close(Cause.DRAIN, 1001, "leaving");
    assertEquals(1, socket.received().frames().size());
    socket.ends();
    assertEquals(Cause.CLIENT_CLOSE, socket.verdict().cause());
  }

  @Test
  @Holds("6455-5.5.1-5")
  void closesThatCrossAreNotEchoed() {
    socket.handler().close(new ServerClose(Cause.DRAIN, 1001, "leaving"));
    socket.sendOnly(ClientFrame.close(1000, "done").bytes());
    loop.settle();
    assertEquals(1, socket.received().frames().size());
    socket.ends();
    Verdict verdict = socket.verdict();
    assertTrue(verdict.isClean());
    assertEquals(new CloseStatus(1000, "done"), verdict.received());
  }

  @Test
  @Holds({"6455-5.5.1-2", "6455-6.1-1"})
  void whatTheClientSendsBehindTheServersCloseIsNotAnsweredAndNotCountedAsAnswered() {
    socket.send(text("answered")).close(Cause.DRAIN, 1001, "leaving");
    socket.send(text("not"), text("answered"), ClientFrame.close(1001));
    assertEquals(2, socket.received().frames().size());
    assertEquals(3, loop.traffic().messages(Count.TEXT_IN));
    assertEquals(1, loop.traffic().messages(Count.TEXT_OUT));
    assertEquals(1, socket.connection().messagesOut());
  }

  @Test
  void whatIsWrongBehindTheServersCloseIsNoReasonToAnswerEither() {
    socket.send(text("answered")).close(Cause.DRAIN, 1001, "leaving");
    socket.send(Bytes.join(text("not").bytes(), Bytes.hex("83 80 00000000")));
    assertEquals(2, socket.received().frames().size());
    assertEquals(1, loop.traffic().messages(Count.TEXT_OUT));
    assertTrue(socket.isSendingEnded());
  }

  @Test
  @Holds({"6455-7.1.7-1", "6455-7.1.7-4"})
  void aBrokenRuleIsAnsweredWithItsCodeBehindTheReplies() {
    socket.send(Bytes.join(text("valid").bytes(), Bytes.hex("83 80 00000000")));
    assertEquals("1 valid", socket.shown().get(0));
    assertEquals(1002, lastFrame().closeCode());
    assertTrue(socket.isSendingEnded());
    socket.send(text("no longer read")).ends();
    assertEquals(2, socket.received().frames().size());
    assertEquals(Cause.PROTOCOL_ERROR, socket.verdict().cause());
    assertEquals(1002, socket.verdict().code());
    assertEquals(1, loop.traffic().messages(Count.TEXT_OUT));
  }

  @Test
  @Holds("6455-7.1.7-3")
  void eachKindOfViolationHasItsCause() {
    LoneSocket tooBig = loop.open().send(Bytes.hex("82 ff 7fffffffffffffff 00000000")).ends();
    assertEquals(Cause.TOO_BIG, tooBig.verdict().cause());
    LoneSocket notText = loop.open().send(Bytes.hex("81 81 00000000 ff")).ends();
    assertEquals(Cause.INVALID_PAYLOAD, notText.verdict().cause());
    LoneSocket wrongClose = loop.open().send(Bytes.hex("88 81 00000000 03")).ends();
    assertEquals(Cause.PROTOCOL_ERROR, wrongClose.verdict().cause());
    assertEquals(null, wrongClose.verdict().received());
  }

  @Test
  void aCloseAtABoundaryWaitsForTheEndOfTheMessage() {
    socket.send(text("begun ").unfinished());
    socket.handler().closeAtBoundary(new ServerClose(Cause.DRAIN, 1001, "leaving"));
    loop.settle();
    assertEquals(1, socket.received().frames().size());
    socket.send(ClientFrame.continuation("and ended"));
    assertEquals("0 and ended", socket.shown().get(1));
    assertClose(1001, "leaving");
  }

  @Test
  void aCloseAtABoundaryWaitsForTheEndOfAFrame() {
    byte[] frame = text("in two pieces").bytes();
    socket.send(Bytes.slice(frame, 0, 9));
    socket.handler().closeAtBoundary(new ServerClose(Cause.DRAIN, 1001, "leaving"));
    loop.settle();
    assertEquals(0, socket.received().frames().size());
    socket.send(Bytes.slice(frame, 9, frame.length));
    assertEquals("1 in two pieces", socket.shown().get(0));
    assertClose(1001, "leaving");
  }

  @Test
  void aCloseAtABoundaryGoesOutAtOnceWhereThereIsOne() {
    socket.handler().closeAtBoundary(new ServerClose(Cause.DRAIN, 1001, "leaving"));
    loop.settle();
    assertClose(1001, "leaving");
  }

  @Test
  void aPlainCloseDoesNotWaitForTheEndOfAMessage() {
    byte[] frame = text("never ended").bytes();
    socket.send(Bytes.slice(frame, 0, 9)).close(Cause.AGE, 1001, "old");
    assertClose(1001, "old");
    assertEquals(0, loop.memory().held());
    socket.send(Bytes.slice(frame, 9, frame.length)).send(ClientFrame.close(1001));
    assertEquals(1, socket.received().frames().size());
    assertTrue(socket.isSendingEnded());
  }

  @Test
  void tcpThatEndsWithoutACloseIsNobodysDoing() {
    socket.send(text("answered")).ends();
    assertEquals(List.of("1 answered"), socket.shown());
    assertVerdict(Cause.TCP_END, 1006, null, null);
    assertEquals(Initiator.NETWORK, socket.verdict().initiator());
  }

  @Test
  void whatWasSentBeforeTheEndOfTcpIsAnswered() {
    byte[] frames = ClientFrame.bytes(text("one"), text("two"));
    socket.force(frames).ends();
    assertEquals(List.of("1 one", "1 two"), socket.shown());
    assertFalse(socket.isOpen());
  }

  @Test
  void aResetIsToldFromAnEnd() {
    socket.resets();
    assertFalse(socket.isOpen());
    assertVerdict(Cause.TCP_RESET, 1006, null, null);
  }

  @Test
  void tcpThatIsGoneWithoutAWordIsAnEnd() {
    socket.cut();
    assertVerdict(Cause.TCP_END, 1006, null, null);
  }

  @Test
  void theClientsEndOfTcpInsteadOfACloseLeavesADrainUnanswered() {
    socket.close(Cause.DRAIN, 1001, "leaving").ends();
    assertFalse(socket.isOpen());
    assertVerdict(Cause.DRAIN_FORCED, 1001, new CloseStatus(1001, "leaving"), null);
  }

  @Test
  void anAbortEndsTcpAtOnce() {
    socket.handler().abort(Cause.DRAIN_FORCED, "too late");
    loop.settle();
    assertFalse(socket.isOpen());
    assertArrayEquals(new byte[0], socket.channel().taken());
    assertVerdict(Cause.DRAIN_FORCED, 1006, null, null);
    assertEquals("too late", socket.verdict().reason());
  }

  @Test
  void whatLiesInThePipelineBehindClosesTcpAsAnEndOfTheProcess() {
    socket.channel().close();
    loop.settle();
    assertVerdict(Cause.PROCESS_END, 1006, null, null);
  }

  @Test
  void aCloseOfTheContainerBehindIsOneOfAnEndOfTheProcess() {
    var sent = socket.channel().writeAndFlush(new CloseWebSocketFrame(1001, "stopped"));
    loop.settle();
    assertClose(1001, "stopped");
    assertFalse(sent.isDone(), "the library ends TCP when it is: the client's Close is awaited");
    socket.send(ClientFrame.close(1001)).ends();
    assertTrue(sent.isSuccess());
    assertEquals(Cause.PROCESS_END, socket.verdict().cause());
  }

  @Test
  void anEmptyCloseOfTheContainerBehindIsEmpty() {
    socket.channel().writeAndFlush(new CloseWebSocketFrame());
    loop.settle();
    assertEquals(0, lastFrame().length());
    socket.send(ClientFrame.close()).ends();
    assertEquals(1005, socket.verdict().code());
  }

  @Test
  void nothingElseIsWrittenFromBehind() {
    var sent = socket.channel().writeAndFlush(new TextWebSocketFrame("unasked"));
    loop.settle();
    assertFalse(sent.isSuccess());
    assertEquals(List.of(), socket.shown());
  }

  @Test
  void aFrameThatIsHeldIsGivenBackWhateverEndsTheConnection() {
    byte[] begun = Bytes.slice(text("begun and never ended").bytes(), 0, 10);
    loop.open().send(begun).resets();
    loop.open().send(begun).ends();
    loop.open().send(begun).cut();
    loop.settle();
    assertEquals(0, loop.memory().held());
    LoneSocket closing = loop.open().send(begun).close(Cause.DRAIN, 1001, "");
    assertEquals(0, loop.memory().held());
    closing.ends();
  }

  private ServerFrame lastFrame() {
    List<ServerFrame> frames = socket.received().frames();
    return frames.get(frames.size() - 1);
  }

  private void assertClose(int code, String reason) {
    ServerFrame close = lastFrame();
    assertEquals(8, close.opcode());
    assertEquals(code, close.closeCode());
    assertEquals(reason, close.closeReason());
  }

  private void assertVerdict(
      Cause cause, int code, @Nullable CloseStatus sent, @Nullable CloseStatus received) {
    Verdict verdict = socket.verdict();
    assertEquals(cause, verdict.cause());
    assertEquals(code, verdict.code());
    assertEquals(sent, verdict.sent());
    assertEquals(received, verdict.received());
  }
}

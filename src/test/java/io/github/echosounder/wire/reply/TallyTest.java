package io.github.echosounder.wire.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.Traffic;
import io.github.echosounder.session.Traffic.Count;
import org.junit.jupiter.api.Test;

/** Messages and bytes as they are counted, each way and by type. */
class TallyTest {

  private static final int PREFIX = 14;

  private final Traffic traffic = new Traffic();
  private final Connection connection =
      new Connection("id", new Connection.Handshake("/", "peer", "", "", null));
  private final Tally tally = new Tally(connection, traffic, PREFIX);

  @Test
  void whatIsAnsweredCountsBothWaysAndThePrefixOnlyOut() {
    tally.message(true, 10);
    tally.message(true, 0);
    tally.message(false, 7);
    tally.settle(true);
    assertCounts(Count.TEXT_IN, 2, 10);
    assertCounts(Count.TEXT_OUT, 2, 10 + 2 * PREFIX);
    assertCounts(Count.BINARY_IN, 1, 7);
    assertCounts(Count.BINARY_OUT, 1, 7);
    assertEquals(3, connection.messagesIn());
    assertEquals(3, connection.messagesOut());
  }

  @Test
  void whatIsNotAnsweredCountsOnlyIn() {
    tally.message(true, 10);
    tally.message(false, 7);
    tally.settle(false);
    assertCounts(Count.TEXT_IN, 1, 10);
    assertCounts(Count.TEXT_OUT, 0, 0);
    assertCounts(Count.BINARY_IN, 1, 7);
    assertCounts(Count.BINARY_OUT, 0, 0);
    assertEquals(2, connection.messagesIn());
    assertEquals(0, connection.messagesOut());
  }

  @Test
  void nothingIsCountedTwice() {
    tally.message(true, 10);
    tally.settle(true);
    tally.settle(true);
    assertCounts(Count.TEXT_IN, 1, 10);
    assertEquals(1, connection.messagesIn());
  }

  @Test
  void sizesAreKnownAsSoonAsAMessageHasEnded() {
    tally.message(false, 128);
    tally.message(false, 129);
    assertEquals(1, traffic.messageBytes().count(0));
    assertEquals(1, traffic.messageBytes().count(1));
    assertEquals(257, traffic.messageBytes().sum());
  }

  private void assertCounts(Count count, long messages, long bytes) {
    assertEquals(messages, traffic.messages(count), count.toString());
    assertEquals(bytes, traffic.bytes(count), count.toString());
  }
}

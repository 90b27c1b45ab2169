package io.github.echosounder.wire.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.socket.ReadGate.Reason;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether a connection is read from, and who says so. */
class ReadGateTest {

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ReadGate gate = new ReadGate(channel.config());

  @AfterEach
  void close() {
    channel.close();
  }

  @Test
  void itIsClosedAsLongAsAnybodyHoldsIt() {
    for (Reason first : Reason.values()) {
      for (Reason second : Reason.values()) {
        gate.hold(first);
        gate.hold(second);
        assertClosed();
        gate.release(first);
        assertEquals(first == second, gate.isOpen());
        assertEquals(first == second, channel.config().isAutoRead());
        gate.release(second);
        assertOpen();
      }
    }
  }

  @Test
  void toReleaseWhatIsNotHeldChangesNothing() {
    gate.hold(Reason.BACKLOG);
    gate.release(Reason.TURN_OVER);
    assertClosed();
    assertTrue(gate.isHeld(Reason.BACKLOG));
    assertFalse(gate.isHeld(Reason.TURN_OVER));
    gate.release(Reason.BACKLOG);
    gate.release(Reason.BACKLOG);
    assertOpen();
  }

  @Test
  void aClosingConnectionIsReadWhateverItsPeerTakes() {
    gate.hold(Reason.SLOW_READER);
    gate.closing();
    assertOpen();
    gate.hold(Reason.SLOW_READER);
    assertOpen();
  }

  @Test
  void aClosingConnectionStillTakesTurns() {
    gate.hold(Reason.TURN_OVER);
    gate.hold(Reason.SLOW_READER);
    gate.closing();
    assertClosed();
    gate.release(Reason.TURN_OVER);
    assertOpen();
    gate.hold(Reason.BACKLOG);
    assertClosed();
  }

  private void assertOpen() {
    assertTrue(gate.isOpen());
    assertTrue(channel.config().isAutoRead());
  }

  private void assertClosed() {
    assertFalse(gate.isOpen());
    assertFalse(channel.config().isAutoRead());
  }
}

package io.github.echosounder.wire.opening;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.handshake.Answer;
import io.github.echosounder.handshake.Doorways;
import io.github.echosounder.handshake.HandshakeRequest;
import io.github.echosounder.handshake.Peer;
import io.github.echosounder.session.Connections;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.socket.ReadGate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What becomes of an admitted handshake. */
@QuarkusTest
class SocketOpeningTest {

  @Inject
  @SuppressWarnings("NullAway.Init")
  SocketOpening opening;

  @Inject
  @SuppressWarnings("NullAway.Init")
  DirectReader reader;

  @Test
  void handshakesAreReadWithoutHttpWhereNoSettingNeedsIt() {
    assertTrue(reader.isReading());
  }

  @Test
  void thePlaceOfOneThatLeftBeforeIts101IsFreeAgain() {
    Connections connections = new Connections(1, List.of());
    ByteBuf head = Unpooled.wrappedBuffer(Handshake.to("/ws").bytes());
    HandshakeRequest request =
        Objects.requireNonNull(
                RequestHead.read(head, RequestHead.size(head, 0)), head.toString(US_ASCII))
            .from(new Peer("192.0.2.1:1", null));
    Answer.Open admitted =
        assertInstanceOf(Answer.Open.class, Doorways.to(connections, "/").answer(request));
    assertTrue(connections.isFull());
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.close();
    opening.open(channel, new ReadGate(channel.config()), request, admitted);
    assertFalse(connections.isFull());
  }
}

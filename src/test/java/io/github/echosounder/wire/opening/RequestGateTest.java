package io.github.echosounder.wire.opening;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.handshake.Doorway;
import io.github.echosounder.handshake.Doorways;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.settings.SettingsTable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Behind HTTP's decoder: whose clock has stopped, and what is dropped. */
class RequestGateTest {

  private final Doorway doorway = Doorways.to(new Connections(1, List.of()), "/");
  private final Newcomers newcomers = new Newcomers(10, new HeldMemory(1000));
  private final HandshakeDeadline deadline =
      new HandshakeDeadline(Duration.ofMinutes(1), newcomers, doorway);
  private final AnswerWriter writer =
      new AnswerWriter(ObjectMapper::new, SettingsTable.config(Map.of()));
  private final EmbeddedChannel channel = new EmbeddedChannel(deadline);

  RequestGateTest() {
    channel
        .pipeline()
        .addLast(new RequestGate(doorway, writer, newcomers, Duration.ofMinutes(1)))
        .addLast(VertxInternals.REQUESTS, new ChannelInboundHandlerAdapter());
  }

  @AfterEach
  void close() {
    channel.close();
  }

  private static HttpRequest get(String host) {
    var request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/api/info");
    request.headers().set("Host", host);
    return request;
  }

  @Test
  void aRequestThatIsCompleteHasMetItsDeadlineAndIsPassedOn() {
    assertTrue(channel.runScheduledPendingTasks() > 0, "a clock runs");
    channel.writeInbound(get("a.example"));
    assertEquals(-1, channel.runScheduledPendingTasks(), "no clock runs");
    assertNotNull(channel.readInbound());
  }

  @Test
  void whatComesBehindTheEndIsDropped() {
    RequestGate.leave(channel.pipeline());
    ByteBuf content = Unpooled.copiedBuffer("body", UTF_8);
    channel.writeInbound(new DefaultLastHttpContent(content));
    assertEquals(0, content.refCnt());
    assertNull(channel.readInbound());
  }
}

package io.github.echosounder.wire;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.RawSocket;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.quarkus.test.junit.QuarkusTest;
import io.undertow.websockets.ServerWebSocketContainer;
import io.vertx.core.Vertx;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.VertxHandler;
import jakarta.inject.Inject;
import jakarta.websocket.ContainerProvider;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What {@code VertxInternals} takes for granted of the insides of Vert.x and quarkus-websockets:
 * another version of them may break it here, before a connection does.
 */
@QuarkusTest
class InternalsTest extends WireTest {

  private static final String ADVICE =
      "Vert.x or quarkus-websockets is built differently inside. Stay on the version that pom.xml"
          + " had, or read VertxInternals beside the new sources, adapt it, and then this test. ";

  @Inject
  @SuppressWarnings("NullAway.Init")
  Vertx vertx;

  @Test
  void theHandlersOfAnHttpConnectionAreTheseOrElseVertxInternalsIsToBeAdapted() throws Exception {
    Channel channel = unfinishedRequest();
    assertEquals(
        List.of(
            "handshake-deadline: HandshakeDeadline",
            "httpDecoder: VertxHttpRequestDecoder",
            "httpEncoder: VertxHttpResponseEncoder",
            "idle: IdleStateHandler",
            "request-gate: RequestGate",
            "handler: VertxHandler"),
        handlers(channel),
        ADVICE);
    assertInstanceOf(HttpRequestDecoder.class, channel.pipeline().get("httpDecoder"), ADVICE);
  }

  @Test
  void theConnectionOfARequestLeadsToItsChannelOrElseVertxInternalsIsToBeAdapted()
      throws Exception {
    Channel channel = unfinishedRequest();
    var connection =
        assertInstanceOf(
            Http1xServerConnection.class,
            channel.pipeline().get(VertxHandler.class).getConnection(),
            ADVICE);
    assertSame(channel, connection.channelHandlerContext().channel(), ADVICE);
  }

  @Test
  void noHandlerOfHttpStaysOrElseVertxInternalsIsToBeAdapted() throws Exception {
    Channel channel = channelOf(open().socket());
    assertEquals(List.of("echosounder: SocketHandler"), handlers(channel), ADVICE);
  }

  @Test
  void theContainerKnowsTheEndpointsByTheirPathsOrElseVertxInternalsIsToBeAdapted() {
    Set<String> paths =
        container().getConfiguredServerEndpoints().stream()
            .map(endpoint -> endpoint.getEndpointConfiguration().getPath())
            .collect(toSet());
    assertEquals(Set.of("/", "/ws", "/ws/inspect", "/ws/stream", "/ws/sink"), paths, ADVICE);
  }

  @Test
  void theAcceptingLoopsKnowTheServersChannelOrElseVertxInternalsIsToBeAdapted() throws Exception {
    var ports = new ArrayList<Integer>();
    for (Channel channel : channels(((VertxInternal) vertx).getAcceptorEventLoopGroup())) {
      if (channel instanceof ServerChannel) {
        ports.add(((InetSocketAddress) channel.localAddress()).getPort());
      }
    }
    assertTrue(ports.contains(target().port()), ADVICE + ports);
  }

  private static ServerWebSocketContainer container() {
    return assertInstanceOf(
        ServerWebSocketContainer.class, ContainerProvider.getWebSocketContainer(), ADVICE);
  }

  private Channel unfinishedRequest() throws Exception {
    RawSocket socket = connect();
    socket.send(Bytes.utf8("POST /api/drain HTTP/1.1\r\nHost: a"));
    Channel channel = channelOf(socket);
    for (int i = 0; i < 200 && isNew(channel); i++) {
      RawSocket.pause(20);
    }
    return channel;
  }

  /** Asked on its own thread, which sets up all of HTTP in one go. */
  private static boolean isNew(Channel channel) throws Exception {
    return channel
        .eventLoop()
        .submit(() -> channel.pipeline().get("first-bytes") != null)
        .get(10, TimeUnit.SECONDS);
  }

  /** The server's end of it. */
  private Channel channelOf(RawSocket socket) throws Exception {
    for (int i = 0; i < 200; i++) {
      for (Channel channel : channels(((VertxInternal) vertx).getEventLoopGroup())) {
        if (channel.remoteAddress() instanceof InetSocketAddress peer
            && peer.getPort() == socket.localPort()) {
          return channel;
        }
      }
      RawSocket.pause(20);
    }
    throw new AssertionError(ADVICE + "The channel of a connection was not found.");
  }

  private static List<Channel> channels(EventExecutorGroup loops) throws Exception {
    var channels = new ArrayList<Channel>();
    for (EventExecutor loop : loops) {
      SingleThreadEventLoop registered = (SingleThreadEventLoop) loop;
      var found =
          registered.submit(() -> {
            var all = new ArrayList<Channel>();
            registered.registeredChannelsIterator().forEachRemaining(all::add);
            return all;
          });
      channels.addAll(found.get(10, TimeUnit.SECONDS));
    }
    return channels;
  }

  private static List<String> handlers(Channel channel) {
    return channel.pipeline().toMap().entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue().getClass().getSimpleName())
        .toList();
  }
}

package io.github.echosounder.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.client.Failure.Kind;
import io.github.echosounder.client.ToyServer.Script;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 6455, 4.1: what a client holds the server's answer to. */
class OpeningTest extends ClientTestCase {

  private Failure failure(Script script) throws Exception {
    return failure(request(serve(script)));
  }

  private Failure failure(Request request) {
    return assertThrows(OpeningException.class, () -> open(request)).failure();
  }

  @Test
  void eachPhaseHasItsTime() throws Exception {
    Timings timings = open(request(keep(ToyServer.echo()))).timings();
    assertTrue(timings.tcp() > 0, timings.toString());
    assertEquals(-1, timings.tls());
    assertTrue(timings.upgrade() > 0, timings.toString());
  }

  @Test
  void aClosedPortIsRefused() throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }
    Request request =
        Request.to(Address.of("ws://127.0.0.1:" + port + "/"), Trust.of(null), PATIENCE);
    assertEquals(Kind.TCP_REFUSED, failure(request).kind());
  }

  @Test
  void aBannerIsNoHttpFromItsFirstByte() throws Exception {
    Failure failure =
        failure(peer -> {
          peer.write("S");
          peer.hang();
        });
    assertEquals(Kind.NOT_HTTP, failure.kind());
    assertEquals("S", new String(failure.raw(), StandardCharsets.US_ASCII));
  }

  @Test
  void anotherStatusIsToldWithItsBody() throws Exception {
    Failure failure =
        failure(peer -> {
          peer.readHead();
          peer.write("HTTP/1.1 503 No\r\nContent-Length: 4\r\n\r\nbu");
          peer.write("sy");
          peer.hang();
        });
    assertEquals(Kind.STATUS, failure.kind());
    Response response = failure.response();
    assertNotNull(response);
    assertEquals(503, response.status());
    assertEquals("busy", response.body());
  }

  @Test
  void a101WithoutItsHeadersIsNoUpgrade() throws Exception {
    Failure failure =
        failure(peer -> {
          peer.readHead();
          peer.write("HTTP/1.1 101 Go\r\nSec-WebSocket-Accept: " + peer.acceptKey() + "\r\n\r\n");
          peer.hang();
        });
    assertEquals(Kind.NO_UPGRADE, failure.kind());
  }

  @Test
  void anAcceptThatDoesNotFollowFromTheKeyIsWrong() throws Exception {
    Failure failure =
        failure(peer -> {
          peer.readHead();
          String upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
          peer.write("HTTP/1.1 101 Go\r\n" + upgrade + "Sec-WebSocket-Accept: bm8=\r\n\r\n");
          peer.hang();
        });
    assertEquals(Kind.WRONG_ACCEPT, failure.kind());
  }

  @Test
  void whatWasNotOfferedCannotBeGranted() throws Exception {
    assertEquals(
        Kind.NOT_OFFERED, failure(peer -> peer.accept("Sec-WebSocket-Protocol: a\r\n")).kind());
    assertEquals(
        Kind.NOT_OFFERED,
        failure(peer -> peer.accept("Sec-WebSocket-Extensions: permessage-deflate\r\n")).kind());
  }

  @Test
  void anEndBeforeTheAnswerIsCutOrReset() throws Exception {
    assertEquals(Kind.CUT, failure(peer -> peer.readHead()).kind());
    assertEquals(
        Kind.RESET,
        failure(
                peer -> {
                  peer.readHead();
                  peer.reset();
                })
            .kind());
  }

  /** Linux tells of a reset once: where the request is told, the next read sees an end in order. */
  @Test
  void aResetThatTheRequestMeetsIsNoEnd() throws IOException {
    var failures = new ArrayList<Kind>();
    Listener listener =
        new Listener() {
          @Override
          public void opened(Connection connection, Response response) {}

          @Override
          public void failed(Connection connection, Failure failure) {
            failures.add(failure.kind());
          }
        };
    var reset =
        new ChannelOutboundHandlerAdapter() {
          @Override
          public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
            promise.setFailure(new IOException("Connection reset by peer"));
          }
        };
    Request request = Request.to(Address.of("ws://127.0.0.1:1/"), Trust.of(null), PATIENCE);
    var memory = new LoopMemory(new EmbeddedChannel().eventLoop());
    var channel =
        new EmbeddedChannel(reset, new Opening(new Connection(request, listener), memory));
    assertEquals(List.of(), failures, "an answer may have come before the reset");
    channel.close();
    assertEquals(List.of(Kind.RESET), failures);
  }

  @Test
  void silenceIsBounded() throws Exception {
    Request request = request(serve(peer -> peer.hang()));
    Request impatient = Request.to(request.address(), request.trust(), Duration.ofMillis(200));
    assertEquals(Kind.HANDSHAKE_TIMEOUT, failure(impatient).kind());
    Address secure = Address.of(request.address().text().replace("ws:", "wss:"));
    assertEquals(Kind.TLS_TIMEOUT, failure(impatient.at(secure)).kind());
  }

  @Test
  void aPortWithoutTlsFailsTls() throws Exception {
    ToyServer server = serve(peer -> peer.write("HTTP/1.1 400 No\r\n\r\n"));
    Address secure = Address.of(server.url().replace("ws:", "wss:"));
    Failure failure = failure(Request.to(secure, Trust.of(null), PATIENCE));
    assertEquals(Kind.TLS_FAILED, failure.kind());
    assertTrue(failure.detail().startsWith("not an SSL/TLS record"), failure.detail());
  }

  @Test
  void aUrlThatIsNoneSaysWhy() {
    for (String[] wrong :
        new String[][] {
          {"localhost:10083/ws", "the form is ws://"},
          {"http://a/ws", "a WebSocket's scheme is ws"},
          {"ws://a b/", "at character 7"},
          {"ws:///ws", "no host"},
          {"ws://a/#b", "no #fragment"},
          {"ws://a:99999/", "1 to 65535"},
        }) {
      String why =
          assertThrows(IllegalArgumentException.class, () -> Address.of(wrong[0])).getMessage();
      assertTrue(why != null && why.contains(wrong[1]), why);
    }
  }

  @Test
  void anAddressIsToldInItsShortForm() throws Exception {
    assertEquals("::1", Address.text(InetAddress.getByName("0:0:0:0:0:0:0:1")));
    assertEquals("10.0.0.1", Address.text(InetAddress.getByName("10.0.0.1")));
  }

  @Test
  void aUrlIsReadInItsParts() {
    Address address = Address.of("wss://[::1]/a/ws?x=%20y");
    assertEquals("::1", address.host());
    assertEquals(443, address.port());
    assertEquals("[::1]", address.authority());
    assertEquals("/a/ws?x=%20y", address.target());
    assertEquals("/a/ws", address.path());
    assertEquals("/ws?drop=1%25&x=%41", Address.of("ws://a/ws?drop=1%&x=%41").target());
    assertEquals("/", Address.of("ws://a").target());
    assertEquals("a:8080", Address.of("ws://a:8080/").authority());
  }
}

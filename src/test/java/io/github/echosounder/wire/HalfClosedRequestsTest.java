package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.law.Holds;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ResponseHead;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A client that sends its request and ends its half of TCP at once, as nc and some health checkers
 * do, is answered (RFC 9112, 9.6).
 */
@QuarkusTest
class HalfClosedRequestsTest extends WireTest {

  private static final String CLOSE = "\r\nHost: x\r\nConnection: close\r\n\r\n";

  @ParameterizedTest(name = "{0} is answered with {1}")
  @CsvSource({
    "GET /metrics HTTP/1.1,           200, echosounder_connections_open",
    "GET /q/health/ready HTTP/1.1,    200, UP",
    "GET /q/health/live HTTP/1.0,     200, UP",
    "GET / HTTP/1.1,                  200, <!doctype html>",
    "GET /page/app.js HTTP/1.1,       200, import",
    "GET /api/info HTTP/1.1,          200, echosounder",
    "GET /nothing HTTP/1.1,           404, There is nothing at /nothing",
    "GET /ws HTTP/1.1,                426, Upgrade",
    "DELETE /api/info HTTP/1.1,       405, allowed",
    "POST /api/drain HTTP/1.1,        403, echosounder.drain.rehearsal"
  })
  void aRequestBehindWhichTheClientEndsItsHalfOfTcp(String line, int status, String said) {
    byte[] request = Bytes.utf8(line + CLOSE);
    expect(status, said, end(request));
    expect(status, said, end(request, request.length / 2));
    expect(status, said, end(request, request.length - 1));
    expect(status, said, end(request, 1, 2, 3));
  }

  @Test
  @Holds("9110-9.3.2-1")
  void headIsAnsweredWithoutABody() {
    RawSocket socket = end(Bytes.utf8("HEAD /metrics HTTP/1.1" + CLOSE));
    assertEquals(200, socket.readHead().status());
    assertTrue(socket.ends(), "a body behind the answer to HEAD");
  }

  @Test
  @Holds("9112-9.3.2-1")
  void twoRequestsInOneGoAreBothAnswered() {
    String first = "GET /q/health/live HTTP/1.1\r\nHost: x\r\n\r\n";
    RawSocket socket = end(Bytes.utf8(first + "GET /api/info HTTP/1.1" + CLOSE));
    ResponseHead live = socket.readHead();
    assertEquals(200, live.status());
    socket.readBody(live);
    expect(200, "echosounder", socket);
  }

  @Test
  void theServerEndsTheConnectionThoughItWasToBeKeptAlive() {
    RawSocket socket = end(Bytes.utf8("GET /api/info HTTP/1.1\r\nHost: x\r\n\r\n"));
    expect(200, "echosounder", socket);
  }

  /** The end may be seen before the request, with it, or behind it. */
  @RepeatedTest(50)
  void whetherTheEndComesEarlyOrLate() {
    expect(200, "UP", end(Bytes.utf8("GET /q/health/ready HTTP/1.1" + CLOSE)));
  }

  /** Sends it, with pauses at the cuts, and ends. */
  private RawSocket end(byte[] request, int... cuts) {
    RawSocket socket = connect();
    socket.send(request, cuts);
    socket.finish();
    return socket;
  }

  private static void expect(int status, String said, RawSocket socket) {
    ResponseHead head = socket.readHead();
    String body = new String(socket.readBody(head), StandardCharsets.UTF_8);
    String line = "HTTP/1\\.[01] " + status + " .*";
    assertTrue(head.statusLine().matches(line), head + body);
    assertTrue(body.contains(said), body);
    assertTrue(socket.ends(), "bytes behind the answer");
  }
}

package io.github.echosounder.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** RFC 9112: what holds for every request. */
class RequestRulesTest {

  private static final Sample GOOD = Sample.to("/anything");

  private static @Nullable String faultOf(Sample sample) {
    Problem problem = RequestRules.firstProblem(sample.request());
    return problem == null ? null : problem.status() + " " + problem.detail();
  }

  @Test
  void aRequestOfEitherVersionIsGood() {
    assertNull(faultOf(GOOD));
    assertNull(faultOf(GOOD.version("HTTP/1.0").without("Host")));
  }

  @Test
  void aTargetThatIsNoneIsRefusedButAnAsteriskForOptions() {
    assertEquals(
        "400 The request target is '*'; it must be a path that begins with a slash, or a whole http"
            + " URI (RFC 9112, 3.2).",
        faultOf(Sample.to("*")));
    assertNull(faultOf(Sample.to("*").method("OPTIONS")));
    assertEquals("400 " + Target.of("ws").fault(), faultOf(Sample.to("ws").method("OPTIONS")));
  }

  private static @Nullable String faultOfCoding(String coding) {
    return faultOf(GOOD.with("Transfer-Encoding", coding));
  }

  @Test
  void aTransferCodingIsChunkedAloneAndOnce() {
    assertNull(faultOfCoding("chunked"));
    assertNull(faultOfCoding("Chunked"));
    assertEquals(
        "400 The header Transfer-Encoding is '', and must end in chunked (RFC 9112, 6.3).",
        faultOfCoding(""));
    assertEquals(
        "400 The header Transfer-Encoding is 'gzip', and must end in chunked (RFC 9112, 6.3).",
        faultOfCoding("gzip"));
    assertEquals(
        "400 The body cannot be chunked more than once (RFC 9112, 6.1).",
        faultOfCoding("chunked, chunked"));
    assertEquals(
        "501 The body is in the transfer coding 'gzip'; this server knows chunked (RFC 9112, 6.1).",
        faultOfCoding("gzip, chunked"));
  }

  @Test
  void aLabelIsReadFromTheQueryAlone() {
    assertNull(Label.of(Target.of("/ws")));
    assertNull(Label.of(Target.of("/ws?delay=1s")));
    assertEquals("abcd-1234", Label.of(Target.of("/ws?delay=1s&label=abcd-1234")));
  }
}

package io.github.echosounder.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.handshake.Answer.Mislead;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.ConnectionObserver;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.session.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** `/ws/refuse`: which failure a query chooses. */
class ChosenFailureTest {

  private final List<Refusal> refusals = new ArrayList<>();
  private final Connections connections = new Connections(1, List.of(new Listener()));
  private final Doorway doorway = Doorways.to(connections, "/");

  private class Listener implements ConnectionObserver {
    @Override
    public void opened(Connection connection) {}

    @Override
    public void refused(Refusal refusal) {
      refusals.add(refusal);
    }

    @Override
    public void closed(Connection connection, Verdict verdict) {}
  }

  private Mislead.Status status(String query) {
    return assertInstanceOf(
        Mislead.Status.class, doorway.answer(Sample.to("/ws/refuse" + query).request()));
  }

  private Problem refused(Sample sample) {
    return assertInstanceOf(Answer.Refuse.class, doorway.answer(sample.request())).problem();
  }

  @Test
  void withoutAKnobItIs503() {
    Mislead.Status status = status("");
    assertEquals(503, status.problem().status());
    assertEquals(Set.of(Problem.REQUEST), status.problem().headers().keySet());
    assertNull(status.body());
    assertEquals(Duration.ZERO, status.delay());
  }

  @Test
  void statusRetryAfterBodyAndDelayAreAsTheQuerySays() {
    Mislead.Status status = status("?status=429&retry-after=7&body=not%20now&after=2s");
    assertEquals(429, status.problem().status());
    assertEquals("7", status.problem().headers().get("Retry-After"));
    assertEquals(refusals.get(0).id(), status.problem().headers().get(Problem.REQUEST));
    assertEquals("not now", status.body());
    assertEquals(Duration.ofSeconds(2), status.delay());
    assertEquals("", status("?body=").body());
  }

  @ParameterizedTest
  @CsvSource({
    "401, WWW-Authenticate",
    "405, Allow",
    "407, Proxy-Authenticate",
    "426, Upgrade",
    "426, Connection"
  })
  void anAnswerHasTheFieldsThatItsStatusRequires(int status, String name) {
    assertTrue(status("?status=" + status).problem().headers().containsKey(name));
  }

  @Test
  void aWrongAcceptIsOneOfTheRightForm() {
    Sample sample =
        Sample.to("/ws/refuse?accept=wrong&after=1s")
            .with("Sec-WebSocket-Extensions", "permessage-deflate");
    Mislead.WrongAccept wrong =
        assertInstanceOf(Mislead.WrongAccept.class, doorway.answer(sample.request()));
    assertEquals(Duration.ofSeconds(1), wrong.delay());
    assertNotEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", wrong.accept().key());
    assertEquals(20, Base64.getDecoder().decode(wrong.accept().key()).length);
    assertEquals("permessage-deflate", wrong.accept().extensions());
  }

  @Test
  void aHangIsNoAnswerAtAll() {
    assertInstanceOf(Mislead.Hang.class, doorway.answer(Sample.to("/ws/refuse?hang").request()));
  }

  @ParameterizedTest
  @CsvSource({
    "hang&status=500, hang, status",
    "status=500&hang, hang, status",
    "hang&retry-after=1, hang, retry-after",
    "hang&after=1s, hang, after",
    "hang&accept=wrong, hang, accept",
    "hang&body=x, hang, body",
    "accept=wrong&status=500, accept, status",
    "accept=wrong&retry-after=1, accept, retry-after",
    "body=&accept=wrong, accept, body"
  })
  void knobsThatContradictEachOtherAreNamed(String query, String one, String other) {
    Problem problem = refused(Sample.to("/ws/refuse?" + query));
    assertEquals(400, problem.status());
    assertEquals(
        "The knobs " + one + " and " + other + " contradict each other; allowed is one of them.",
        problem.detail());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status=399",
        "status=600",
        "status=101",
        "status",
        "statu=500",
        "retry-after=-1",
        "after=61s",
        "accept=right",
        "hang=yes",
        "delay=1s",
        "status=500&status=500"
      })
  void aKnobThatIsWrongIsRefusedAsSuch(String query) {
    assertEquals(400, refused(Sample.to("/ws/refuse?" + query)).status());
    assertEquals(false, refusals.get(0).isAskedFor());
  }

  @Test
  void aHandshakeThatIsNoneIsToldSoFirst() {
    assertEquals(426, refused(Sample.to("/ws/refuse?status=500").without("Upgrade")).status());
    Sample plain = new Sample("GET", "HTTP/1.1", "/ws/refuse", List.of());
    assertEquals(400, refused(plain).status());
  }

  @Test
  void aFailureTakesNoPlaceAndNeedsNone() {
    for (int i = 0; i < 3; i++) {
      status("");
    }
    assertInstanceOf(Answer.Open.class, doorway.answer(Sample.to("/ws").request()));
    assertEquals(503, refused(Sample.to("/ws")).status());
    assertEquals(418, status("?status=418").problem().status());
  }

  @ParameterizedTest
  @CsvSource({
    "'', 503, status 503",
    "?status=429&after=250ms, 429, status 429 after 250 ms",
    "?accept=wrong, 101, a wrong Sec-WebSocket-Accept",
    "?hang, 0, no answer"
  })
  void itIsToldAsWhatItIs(String query, int status, String what) {
    doorway.answer(Sample.to("/ws/refuse" + query).request());
    Refusal told =
        new Refusal(
            refusals.get(0).id(),
            "/ws/refuse",
            "192.0.2.1:5000",
            status,
            "asked for by the client's query: " + what,
            null,
            true);
    assertEquals(List.of(told), refusals);
  }

  @Test
  void aSettingSwitchesItOff() {
    Doorway off = Doorways.to(connections, "/", Map.of("echosounder.knobs", "false"));
    for (String query : new String[] {"", "?status=500", "?hang", "?nonsense"}) {
      Problem problem =
          assertInstanceOf(
                  Answer.Refuse.class, off.answer(Sample.to("/ws/refuse" + query).request()))
              .problem();
      assertEquals(403, problem.status());
      assertTrue(problem.detail().contains("echosounder.knobs"));
    }
  }
}

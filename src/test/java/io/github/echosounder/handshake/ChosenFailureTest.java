package io.github.echosounder.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** `/ws/refuse`: which failure a query chooses. */
class ChosenFailureTest {

  private final List<Refusal> refusals = new ArrayList<>();
  private final List<Refusal> postponed = new ArrayList<>();
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
    public void postponed(Refusal asked) {
      postponed.add(asked);
    }

    @Override
    public void closed(Connection connection, Verdict verdict) {}
  }

  private Answer.Mislead misled(String query) {
    return misled(Sample.to("/ws/refuse" + query));
  }

  private Answer.Mislead misled(Sample sample) {
    return assertInstanceOf(Answer.Mislead.class, doorway.answer(sample.request()));
  }

  /** It is not made to wait. */
  private Failure.Status status(String query) {
    Answer.Mislead mislead = misled(query);
    mislead.pending().unanswered("");
    return assertInstanceOf(Failure.Status.class, mislead.failure());
  }

  private Problem refused(Sample sample) {
    return assertInstanceOf(Answer.Refuse.class, doorway.answer(sample.request())).problem();
  }

  @Test
  void withoutAKnobItIs503() {
    Failure.Status status = status("");
    assertEquals(503, status.problem().status());
    assertEquals(Set.of(Problem.REQUEST), status.problem().headers().keySet());
    assertNull(status.body());
    assertEquals(Duration.ZERO, status.delay());
  }

  @Test
  void statusRetryAfterBodyAndDelayAreAsTheQuerySays() {
    Failure.Status status = status("?status=429&retry-after=7&body=not%20now&after=2s");
    assertEquals(429, status.problem().status());
    assertEquals("7", status.problem().headers().get("Retry-After"));
    assertEquals(postponed.get(0).id(), status.problem().headers().get(Problem.REQUEST));
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
    Failure.WrongAccept wrong =
        assertInstanceOf(Failure.WrongAccept.class, misled(sample).failure());
    assertEquals(Duration.ofSeconds(1), wrong.delay());
    assertNotEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", wrong.accept().key());
    assertEquals(20, Base64.getDecoder().decode(wrong.accept().key()).length);
    assertEquals("permessage-deflate", wrong.accept().extensions());
  }

  @Test
  void aHangIsNoAnswerAtAll() {
    assertInstanceOf(Failure.Hang.class, misled("?hang").failure());
  }

  /** The knobs of the endpoint; a pair that contradicts is marked in the table below. */
  private static final List<String> KNOBS =
      List.of("hang", "accept=wrong", "status=500", "retry-after=1", "body=x", "after=1s");

  private static final Set<String> CONTRADICTIONS =
      Set.of(
          "hang accept",
          "hang status",
          "hang retry-after",
          "hang body",
          "hang after",
          "accept status",
          "accept retry-after",
          "accept body");

  static Stream<Arguments> pairs() {
    return IntStream.range(0, KNOBS.size())
        .boxed()
        .flatMap(one ->
            IntStream.range(one + 1, KNOBS.size())
                .mapToObj(other -> Arguments.of(KNOBS.get(one), KNOBS.get(other))));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aPairThatContradictsItselfIsNamedAndAnyOtherIsAnswered(String one, String other) {
    String names = one.replaceFirst("=.*", "") + " and " + other.replaceFirst("=.*", "");
    for (String query : List.of(one + "&" + other, other + "&" + one)) {
      if (CONTRADICTIONS.contains(names.replace(" and ", " "))) {
        Problem problem = refused(Sample.to("/ws/refuse?" + query));
        assertEquals(400, problem.status());
        assertEquals(
            "The knobs " + names + " contradict each other; allowed is one of them.",
            problem.detail());
      } else {
        misled("?" + query).pending().unanswered("");
      }
    }
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
  void aFailureThatIsNotLateTakesNoPlaceAndNeedsNone() {
    for (int i = 0; i < 3; i++) {
      misled("?after=0s");
    }
    assertInstanceOf(Answer.Open.class, doorway.answer(Sample.to("/ws").request()));
    assertEquals(503, refused(Sample.to("/ws")).status());
    assertEquals(418, status("?status=418").problem().status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"?after=1ms", "?accept=wrong&after=60s", "?hang"})
  void oneThatIsLateHasAPlaceUntilItIsSettled(String query) {
    Answer.Mislead first = misled(query);
    assertEquals(1, connections.pending().size());
    for (String path : List.of("/ws", "/ws/refuse" + query)) {
      Problem full = refused(Sample.to(path));
      assertEquals("Too many connections", full.title());
      assertEquals(503, full.status());
    }
    assertEquals(false, refusals.get(0).isAskedFor());
    first.pending().unanswered("the client left first");
    first.pending().answered(503, "");
    assertEquals(0, connections.pending().size());
    misled(query);
    assertEquals(503, refused(Sample.to("/ws")).status());
  }

  @ParameterizedTest
  @CsvSource({
    "'', status 503",
    "?status=429&after=250ms, status 429 after 250 ms",
    "?accept=wrong, a wrong Sec-WebSocket-Accept",
    "?hang, no answer"
  })
  void itIsToldAsWhatItIsWhenItIsSettled(String query, String what) {
    Answer.Mislead mislead = misled(query);
    String reason = "asked for by the client's query: " + what;
    String id = mislead.pending().asked().id();
    assertEquals(List.of(told(id, Refusal.NO_RESPONSE, reason)), postponed);
    assertEquals(List.of(), refusals);
    mislead.pending().answered(503, "sent early");
    assertEquals(List.of(told(id, 503, reason + "; sent early")), refusals);
  }

  private static Refusal told(String id, int status, String reason) {
    return new Refusal(id, "/ws/refuse", "192.0.2.1:5000", status, reason, null, true);
  }

  @Test
  void aSettingSwitchesItOffWithTheAnswerThatEachKnobGets() {
    Doorway off = Doorways.to(connections, "/", Map.of("echosounder.knobs", "false"));
    for (String target :
        List.of("/ws/refuse", "/ws/refuse?status=500", "/ws/refuse?hang", "/ws?delay=1s")) {
      Problem problem =
          assertInstanceOf(Answer.Refuse.class, off.answer(Sample.to(target).request())).problem();
      assertEquals(403, problem.status());
      assertEquals("Knobs are off", problem.title());
      assertEquals(Map.of("setting", "echosounder.knobs"), problem.facts());
      assertEquals(
          "Knobs are switched off by the setting echosounder.knobs: a query may have label and no"
              + " other, and /ws/refuse is off too.",
          problem.detail());
    }
  }
}

package io.github.echosounder.handshake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.behaviour.Conversation;
import io.github.echosounder.behaviour.Event;
import io.github.echosounder.behaviour.Plan;
import io.github.echosounder.behaviour.Step;
import io.github.echosounder.handshake.Fields.Field;
import io.github.echosounder.session.Connection;
import io.github.echosounder.session.ConnectionObserver;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.session.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is answered to whom, who hears of it, and what becomes of the places. */
class DoorwayTest {

  private static final List<Field> HOST = List.of(new Field("Host", "server.example.com"));

  private final List<String> heard = new ArrayList<>();
  private final Connections connections = new Connections(1, List.of(new Listener()));
  private final Doorway doorway = Doorways.to(connections, "/");

  private class Listener implements ConnectionObserver {
    @Override
    public void handshakeReceived(
        String endpoint, String method, Function<String, List<String>> headers) {
      heard.add("received " + endpoint);
    }

    @Override
    public void opened(Connection connection) {}

    @Override
    public void refused(Refusal refusal) {
      heard.add("refused " + refusal.endpoint() + " " + refusal.status());
    }

    @Override
    public void closed(Connection connection, Verdict verdict) {}
  }

  private Doorway with(String setting, String value) {
    return Doorways.to(connections, "/", Map.of("echosounder." + setting, value));
  }

  private int refusal(Sample sample) {
    return assertInstanceOf(Answer.Refuse.class, doorway.answer(sample.request()))
        .problem()
        .status();
  }

  private Answer.Open opened(Sample sample) {
    return opened(doorway, sample);
  }

  private static Answer.Open opened(Doorway doorway, Sample sample) {
    return assertInstanceOf(Answer.Open.class, doorway.answer(sample.request()));
  }

  @Test
  void theRootHasThePrefixAndTheExactEchoHasNone() {
    Answer.Open root = opened(Sample.to("/?label=12345678"));
    assertEquals("/", root.endpoint().path());
    assertArrayEquals(
        "接收数据: ".getBytes(StandardCharsets.UTF_8),
        assertInstanceOf(Plan.Echo.class, root.plan()).prefix());
    root.ticket().close();
    Answer.Open exact = opened(Sample.to("/ws"));
    assertArrayEquals(new byte[0], assertInstanceOf(Plan.Echo.class, exact.plan()).prefix());
  }

  @Test
  void thePrefixIsTheSettings() {
    for (String prefix : List.of("", "> ")) {
      Answer.Open root = opened(with("reply-prefix", prefix), Sample.to("/"));
      assertArrayEquals(
          prefix.getBytes(StandardCharsets.UTF_8),
          assertInstanceOf(Plan.Echo.class, root.plan()).prefix());
      root.ticket().close();
    }
  }

  @Test
  void aPageOfAnOriginThatTheSettingDoesNotNameIsRefused() {
    Doorway selective = with("allowed-origins", "https://good.example");
    Sample good = Sample.to("/ws").with("Origin", "https://good.example");
    Sample bad = Sample.to("/ws").with("Origin", "https://bad.example");
    assertEquals(403, problem(selective, bad).status());
    opened(selective, good).ticket().close();
    opened(bad);
  }

  @Test
  void aSubprotocolThatTheSettingNamesIsGranted() {
    Sample offer = Sample.to("/ws").with("Sec-WebSocket-Protocol", "mqtt, chat");
    Answer.Open open = opened(with("subprotocols", "chat"), offer);
    assertEquals("chat", open.accept().subprotocol());
    open.ticket().close();
    assertEquals("", opened(offer).accept().subprotocol());
  }

  @Test
  void compressionIsGrantedUnlessTheSettingIsOff() {
    Sample offer = Sample.to("/ws").with("Sec-WebSocket-Extensions", "permessage-deflate");
    Answer.Open off = opened(with("compression", "false"), offer);
    assertNull(off.accept().deflate());
    off.ticket().close();
    assertNotNull(opened(offer).accept().deflate());
  }

  @Test
  void aPlainGetOfAnEndpointIsAHandshakeThatLacksItsHeaders() {
    assertEquals(426, refusal(new Sample("GET", "HTTP/1.1", "/ws", HOST)));
    assertEquals(List.of("received /ws", "refused /ws 426"), heard);
  }

  @Test
  void whatIsNoHandshakeIsLeftToHttpAndNobodyHearsOfIt() {
    Sample plain = new Sample("GET", "HTTP/1.1", "/", List.of());
    assertNull(doorway.answer(plain.request()));
    assertNull(doorway.answer(new Sample("GET", "HTTP/1.1", "/metrics", List.of()).request()));
    assertEquals(List.of(), heard);
  }

  @Test
  void aHandshakeIsHeardOfBeforeItIsJudged() {
    assertEquals(404, refusal(Sample.to("/elsewhere")));
    assertEquals(426, refusal(Sample.to("/ws").without("Upgrade")));
    assertEquals(
        List.of("received none", "refused none 404", "received /ws", "refused /ws 426"), heard);
  }

  @Test
  void aPlaceThatIsGivenBackIsFreeAgainAndOnlyOnce() {
    Answer.Open first = opened(Sample.to("/ws"));
    assertEquals(503, refusal(Sample.to("/ws")));
    first.ticket().close();
    first.ticket().close();
    Answer.Open second = opened(Sample.to("/ws"));
    assertEquals(503, refusal(Sample.to("/ws")));
    second.ticket().close();
  }

  @Test
  void aRefusalTakesNoPlace() {
    for (int i = 0; i < 3; i++) {
      assertEquals(426, refusal(Sample.to("/ws").replacing("Sec-WebSocket-Version", "8")));
    }
    opened(Sample.to("/ws"));
  }

  @Test
  void anObstacleIsToldToAHandshakeThatHasNoFaultOfItsOwn() {
    Problem obstacle = Problem.badHandshake("not now");
    Sample good = Sample.to("/ws");
    assertEquals(
        "not now",
        assertInstanceOf(Answer.Refuse.class, doorway.answer(good.request(), obstacle))
            .problem()
            .detail());
    assertEquals(
        426,
        assertInstanceOf(
                Answer.Refuse.class, doorway.answer(good.without("Upgrade").request(), obstacle))
            .problem()
            .status());
    opened(good);
  }

  @Test
  void thePathsAreBelowTheRoot() {
    Doorway below = Doorways.to(connections, "/echo/");
    assertInstanceOf(Answer.Refuse.class, below.answer(Sample.to("/ws").request()));
    assertInstanceOf(Answer.Open.class, below.answer(Sample.to("/echo/ws").request()));
  }

  private static Problem problem(Doorway doorway, String target) {
    return problem(doorway, Sample.to(target));
  }

  private static Problem problem(Doorway doorway, Sample sample) {
    return assertInstanceOf(Answer.Refuse.class, doorway.answer(sample.request())).problem();
  }

  @Test
  void aWrongKnobTakesNoPlaceAndIsToldAndCountedAsARefusal() {
    for (String query : List.of("dealy=1s", "drop=2", "seed=1&seed=1", "subprotocol=x")) {
      assertEquals(400, problem(doorway, "/ws?" + query).status());
    }
    assertEquals("refused /ws 400", heard.get(heard.size() - 1));
    opened(Sample.to("/ws"));
  }

  @Test
  void aHandshakeThatIsNoneIsToldSoBeforeItsKnobs() {
    assertEquals(426, refusal(Sample.to("/ws?dealy=1s").without("Upgrade")));
  }

  @Test
  void whereKnobsAreOffALabelIsAllowedAndNothingElse() {
    Doorway off = Doorways.to(connections, "/", Map.of("echosounder.knobs", "false"));
    for (String target :
        List.of("/ws?delay=1s", "/?label=12345678&ping=1s", "/ws/stream?rate=2", "/ws?pong=on")) {
      Problem problem = problem(off, target);
      assertEquals(403, problem.status());
      assertTrue(problem.detail().contains("echosounder.knobs"), problem.detail());
    }
    assertTrue(problem(off, "/ws?unknown").detail().contains("no knob"));
    Answer.Open open =
        assertInstanceOf(Answer.Open.class, off.answer(Sample.to("/ws?label=12345678").request()));
    assertEquals("12345678", open.label());
  }

  @Test
  void aKnobThatChangesNoMessageLeavesTheEchoAsItIs() {
    for (String query :
        List.of("", "label=12345678", "ping=1s&pong=off", "compress=off", "prefix=a", "seed=1")) {
      Answer.Open open = opened(Sample.to("/ws?" + query));
      assertInstanceOf(Plan.Echo.class, open.plan(), query);
      open.ticket().close();
    }
    assertInstanceOf(Plan.Scripted.class, opened(Sample.to("/ws?delay=0s")).plan());
  }

  @Test
  void compressionAndSubprotocolAreGrantedAsTheQuerySays() {
    Sample offer =
        Sample.to("/ws?compress=off&subprotocol=b")
            .with("Sec-WebSocket-Protocol", "a, b")
            .with("Sec-WebSocket-Extensions", "permessage-deflate");
    Accept accept = opened(offer).accept();
    assertNull(accept.deflate());
    assertEquals("b", accept.subprotocol());
  }

  @Test
  void aFaultOfAHandshakeIsHeardOfAtItsEndpointAndOthersAtNone() {
    Problem fault = Problem.badRequest("made by the test");
    assertEquals(400, doorway.refuse(Sample.to("/ws").request(), fault).status());
    Sample page = new Sample("GET", "HTTP/1.1", "/", List.of());
    doorway.refuse(page.request(), fault);
    doorway.refuse(Sample.to("/").request(), fault);
    doorway.refuse(new Peer("192.0.2.1:1", null), fault);
    doorway.turnAway(new Peer("192.0.2.1:1", null), "made by the test");
    assertEquals(
        List.of(
            "received /ws",
            "refused /ws 400",
            "refused none 400",
            "received /",
            "refused / 400",
            "refused none 400",
            "refused none 0"),
        heard);
  }

  @Test
  void anInspectionTellsTheServersNameWhereTheSettingHasOne() {
    assertTrue(inspected(with("server-name", "reef")).contains("\"server\":\"reef\""));
    assertFalse(inspected(doorway).contains("\"server\""));
  }

  @Test
  void anInspectionBeginsWithTheHandshakeOfItsOwnConnection() {
    String told = inspected(doorway);
    assertTrue(told.startsWith("{\"event\":\"handshake\",\"connection\":\"id-1\""), told);
  }

  /** The first message of connection id-1, whose place is free again. */
  private static String inspected(Doorway doorway) {
    Answer.Open inspection = opened(doorway, Sample.to("/ws/inspect"));
    inspection.ticket().close();
    Conversation conversation =
        assertInstanceOf(Plan.Scripted.class, inspection.plan()).conversation().apply("id-1");
    Step.Send first =
        assertInstanceOf(Step.Send.class, conversation.on(new Event.Opened(), 0).get(0));
    return StandardCharsets.UTF_8.decode(first.payload()).toString();
  }

  @Test
  void aChosenFailureThatIsLateHasAPlaceUntilItIsSettled() {
    for (boolean isSent : new boolean[] {true, false}) {
      Answer.Mislead late =
          assertInstanceOf(
              Answer.Mislead.class,
              doorway.answer(Sample.to("/ws/refuse?status=503&after=1s").request()));
      assertEquals(503, refusal(Sample.to("/ws")));
      if (isSent) {
        late.pending().answered(503, "");
      } else {
        late.pending().unanswered("the client left first");
      }
      late.pending().unanswered("told twice");
      opened(Sample.to("/ws")).ticket().close();
    }
    Answer.Mislead prompt =
        assertInstanceOf(
            Answer.Mislead.class, doorway.answer(Sample.to("/ws/refuse?status=503").request()));
    opened(Sample.to("/ws")).ticket().close();
    prompt.pending().answered(503, "");
    opened(Sample.to("/ws"));
    assertEquals(503, refusal(Sample.to("/ws")));
  }
}

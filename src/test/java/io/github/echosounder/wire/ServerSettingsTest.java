package io.github.echosounder.wire;

import static io.github.echosounder.wire.client.Bytes.slice;
import static io.github.echosounder.wire.client.Bytes.utf8;
import static io.github.echosounder.wire.client.Opcode.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.settings.SettingsTable;
import io.github.echosounder.settings.SettingsTable.Place;
import io.github.echosounder.settings.SettingsTable.Row;
import io.github.echosounder.verdicts.Asked;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ResponseHead;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The settings of a server: each at the same end of what is legal, and what is seen then. */
abstract class ServerSettingsTest extends WireTest {

  private static final Handshake GOOD = Handshake.to("/ws");

  private final Map<String, Supplier<String>> looks =
      Map.ofEntries(
          Map.entry("echosounder.reply-prefix", this::reply),
          Map.entry("echosounder.allowed-origins", this::origins),
          Map.entry("echosounder.subprotocols", this::subprotocol),
          Map.entry("echosounder.server-name", this::serverName),
          Map.entry("echosounder.max-connections", this::another),
          Map.entry("echosounder.handshake-timeout", this::slowHeads),
          Map.entry("echosounder.compression", this::compression),
          Map.entry("echosounder.knobs", this::knob),
          Map.entry("echosounder.log-format", this::log),
          Map.entry("echosounder.verdicts.keep", this::kept),
          Map.entry("echosounder.verdicts.list", this::lists),
          Map.entry("echosounder.verdicts.pod", () -> whoServes("pod")),
          Map.entry("echosounder.verdicts.node", () -> whoServes("node")),
          Map.entry("echosounder.verdicts.zone", () -> whoServes("zone")),
          Map.entry("echosounder.drain.rehearsal", this::rehearsal));

  private final Function<Row, String> end;

  /** {@code end} is the one at which the settings are. */
  ServerSettingsTest(Function<Row, String> end) {
    this.end = end;
  }

  /** A profile with the settings at one end. */
  abstract static class Ends implements QuarkusTestProfile {

    private final Function<Row, String> end;

    Ends(Function<Row, String> end) {
      this.end = end;
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new HashMap<>();
      rows().forEach(row -> settings.put(row.name(), end.apply(row)));
      // A rehearsal is over before the next look.
      settings.put("echosounder.drain.routing-grace", "0s");
      settings.put("echosounder.drain.window", "0s");
      return settings;
    }
  }

  static Stream<Row> rows() {
    return SettingsTable.rows(Place.SERVER);
  }

  @Test
  void eachSettingOfAServerIsLookedAt() {
    assertEquals(looks.keySet(), rows().map(Row::name).collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theValueIsSeen(Row row) {
    String seen = Objects.requireNonNull(looks.get(row.name())).get();
    assertEquals(row.seen().get(end.apply(row)), seen, row.name());
  }

  private Asked api() {
    int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    return new Asked("127.0.0.1:" + port);
  }

  /** The answer, when the place of the connection before this one is free. */
  private RawSocket answered(Handshake handshake) {
    for (int left = 500; left > 0; left--) {
      RawSocket socket = connect();
      socket.send(handshake.bytes());
      head = socket.readHead();
      if (head.status() != 503) {
        return socket;
      }
      socket.close();
      RawSocket.pause(20);
    }
    throw new AssertionError("still full");
  }

  private ResponseHead head = new ResponseHead("", List.of());

  private int status(Handshake handshake) {
    answered(handshake).close();
    return head.status();
  }

  private Peer letIn(Handshake handshake) {
    awaitPlace();
    return open(handshake);
  }

  private void awaitPlace() {
    for (int left = 500; api().get("/q/health/ready").statusCode() != 200; left--) {
      assertTrue(left > 0, "still full");
      RawSocket.pause(20);
    }
  }

  private static void leave(Peer peer) {
    peer.send(ClientFrame.close(1000));
    peer.expectCloseInTheEnd(1000);
    peer.close();
  }

  private String reply() {
    Peer peer = letIn(Handshake.to("/"));
    peer.sendMessage(TEXT, utf8("sonar"));
    String reply = peer.message().text();
    leave(peer);
    return reply;
  }

  private String origins() {
    return "null: %d, https://a.example: %d"
        .formatted(
            status(GOOD.with("Origin", "null")), status(GOOD.with("Origin", "https://a.example")));
  }

  private String subprotocol() {
    status(GOOD.with("Sec-WebSocket-Protocol", "lead, echo, sonar"));
    return String.join(",", head.all("Sec-WebSocket-Protocol"));
  }

  private String serverName() {
    Peer peer = letIn(Handshake.to("/ws/inspect"));
    JsonNode told = tree(peer.message().text());
    leave(peer);
    return "api/info: %s, /ws/inspect: %s"
        .formatted(
            name(tree(api().get("/api/info").body()).path("serverName")),
            name(told.findPath("server")));
  }

  private static String name(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? "none" : node.asText();
  }

  private static JsonNode tree(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  private String another() {
    Peer first = letIn(GOOD);
    RawSocket second = connect();
    second.send(GOOD.bytes());
    int status = second.readHead().status();
    int ready = api().get("/q/health/ready").statusCode();
    long limit = tree(api().get("/api/info").body()).at("/limits/connections").asLong();
    second.close();
    first.expectAlive();
    leave(first);
    return "beside another: %d, ready: %d, limit: %d".formatted(status, ready, limit);
  }

  /** Where there is a year's time, the rest that comes behind a pause is in time. */
  private String slowHeads() {
    return "half a head: %s, a quarter of a second one: %s".formatted(slow(false), slow(true));
  }

  private String slow(boolean isSecond) {
    awaitPlace();
    RawSocket socket = connect();
    if (isSecond) {
      socket.send(utf8("GET /api/info HTTP/1.1\r\nHost: a\r\n\r\n"));
      socket.readBody(socket.readHead());
    }
    byte[] head = GOOD.bytes();
    int sent = head.length / (isSecond ? 4 : 2);
    socket.send(slice(head, 0, sent));
    if (end.apply(row("echosounder.handshake-timeout")).equals("100ms")) {
      long start = System.nanoTime();
      int status = socket.readHead().status();
      // Far from the default, which the patience of the socket would wait for too.
      boolean isInTime = System.nanoTime() - start < 7_000_000_000L;
      return isInTime ? status + "" : "as late as by default";
    }
    RawSocket.pause(1_200);
    socket.send(slice(head, sent, head.length));
    int status = socket.readHead().status();
    socket.close();
    return status == 101 ? "waited for" : status + "";
  }

  private static Row row(String name) {
    return rows().filter(row -> row.name().equals(name)).findAny().orElseThrow();
  }

  private String compression() {
    status(GOOD.with("Sec-WebSocket-Extensions", "permessage-deflate"));
    return (Grant.isIn(head) ? "granted" : "not granted")
        + ", told: "
        + tree(api().get("/api/info").body()).get("extensions");
  }

  private String knob() {
    return status(Handshake.to("/ws?delay=1ms")) + "";
  }

  /** What a line is then: JsonLogIT. */
  private String log() {
    return ConfigProvider.getConfig().getValue("quarkus.log.console.json.enabled", Boolean.class)
        ? "JSON"
        : "text";
  }

  private String kept() {
    Peer peer = letIn(GOOD);
    String id = peer.head().only("Echosounder-Connection");
    leave(peer);
    awaitPlace();
    int refusal = status(Handshake.to("/nowhere"));
    assertEquals(404, refusal);
    for (int left = 500; isOpen(id); left--) {
      assertTrue(left > 0, "still open");
      RawSocket.pause(20);
    }
    return "connection: %d, refusal: %d"
        .formatted(
            api().get("/api/connections/" + id).statusCode(),
            api().get("/api/refusals/" + head.only("Echosounder-Request")).statusCode());
  }

  private boolean isOpen(String id) {
    var known = api().get("/api/connections/" + id);
    return known.statusCode() == 200 && !tree(known.body()).get("state").asText().equals("ended");
  }

  private String lists() {
    return "connections: %d, refusals: %d"
        .formatted(
            api().get("/api/connections").statusCode(), api().get("/api/refusals").statusCode());
  }

  private String whoServes(String what) {
    Peer peer = letIn(GOOD);
    JsonNode known = api().connection(peer.head().only("Echosounder-Connection"));
    leave(peer);
    return name(known.path("server").path(what));
  }

  private String rehearsal() {
    int status = api().send("POST", "/api/drain").statusCode();
    awaitPlace();
    return status + "";
  }
}

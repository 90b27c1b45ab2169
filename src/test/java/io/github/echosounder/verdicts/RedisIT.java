package io.github.echosounder.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.echosounder.PackagedJar;
import io.github.echosounder.observe.Scrape;
import io.github.echosounder.settings.SettingsTable;
import io.github.echosounder.settings.SettingsTable.Place;
import io.github.echosounder.settings.SettingsTable.Row;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replicas that share a Redis, which does what it likes. */
class RedisIT {

  private static final String PASSWORD = "for-tests-only";

  private final List<AutoCloseable> started = new ArrayList<>();
  private int port;

  @BeforeEach
  void needsRedis() throws Exception {
    boolean isHere = Files.isExecutable(RedisProcess.PROGRAM);
    String how = "skipped: no " + RedisProcess.PROGRAM + "; apt-get install redis-server";
    if ("true".equals(System.getenv("CI"))) {
      assertTrue(isHere, how);
    }
    assumeTrue(isHere, how);
    port = PackagedJar.freePort();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable process : started) {
      process.close();
    }
  }

  private RedisProcess redis(String... options) throws Exception {
    RedisProcess redis = RedisProcess.start(port, options);
    started.add(redis);
    return redis;
  }

  private PackagedJar replica(String... properties) throws Exception {
    return replica(Map.of(), properties);
  }

  private PackagedJar replica(Map<String, String> variables, String... properties)
      throws Exception {
    List<String> all = new ArrayList<>();
    all.add("echosounder.close-timeout=500ms");
    all.add("echosounder.verdicts.redis=redis://127.0.0.1:" + port);
    all.add("echosounder.drain.routing-grace=0s");
    all.add("echosounder.drain.window=0s");
    all.addAll(List.of(properties));
    PackagedJar jar =
        PackagedJar.start(PackagedJar.freePort(), variables, all.toArray(String[]::new));
    started.add(jar);
    jar.awaitOutput("Listening on");
    return jar;
  }

  private static Peer open(PackagedJar jar) {
    return open(jar, "/ws");
  }

  private static Peer open(PackagedJar jar, String path) {
    Target target = new Target("127.0.0.1", jar.port(), false);
    return Peer.open(RawSocket.connect(target), Handshake.to(path), false);
  }

  private static Asked ask(PackagedJar jar) {
    return new Asked("127.0.0.1:" + jar.port());
  }

  private static String id(Peer peer) {
    return peer.head().only("Echosounder-Connection");
  }

  private static void close(Peer peer) {
    peer.send(ClientFrame.close(4000, "done"));
    peer.expectClose(4000);
    peer.close();
  }

  private static double metric(PackagedJar jar, String name) throws Exception {
    return Scrape.of(URI.create("http://127.0.0.1:" + jar.port() + "/metrics")).sum(name);
  }

  private static void await(PackagedJar jar, String metric, Predicate<Double> condition)
      throws Exception {
    for (int left = 600; !condition.test(metric(jar, metric)); left--) {
      assertTrue(left > 0, metric + " is " + metric(jar, metric) + "; " + jar.output());
      Thread.sleep(50);
    }
  }

  private static void awaitAnswering(PackagedJar jar) throws Exception {
    await(jar, "echosounder_verdicts_redis_up", up -> up == 1);
  }

  private static int status(PackagedJar jar, String id) {
    return ask(jar).get("/api/connections/" + id).statusCode();
  }

  private static JsonNode awaitKnown(PackagedJar jar, String id, Predicate<JsonNode> condition)
      throws Exception {
    for (int left = 300; status(jar, id) != 200; left--) {
      assertTrue(left > 0, ask(jar).get("/api/connections/" + id).body());
      Thread.sleep(50);
    }
    return ask(jar).await(id, condition);
  }

  private static Predicate<JsonNode> is(String state) {
    return known -> known.get("state").asText().equals(state);
  }

  private static long times(String words, String text) {
    return text.lines().filter(line -> line.contains(words)).count();
  }

  static Stream<Row> settings() {
    return SettingsTable.rows(Place.REDIS);
  }

  private interface Look {
    String at(String value) throws Exception;
  }

  private final Map<String, Look> looks =
      Map.of(
          "echosounder.verdicts.redis", this::known,
          "echosounder.verdicts.redis-password", this::answering,
          "echosounder.verdicts.redis-keep", this::kept);

  @Test
  void eachSettingOfRedisIsLookedAt() {
    assertEquals(looks.keySet(), settings().map(Row::name).collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void eachValueIsSeen(Row row) throws Exception {
    Look look = Objects.requireNonNull(looks.get(row.name()));
    for (Map.Entry<String, String> each : row.seen().entrySet()) {
      assertEquals(each.getValue(), look.at(each.getKey()), row + "=" + each.getKey());
      stop();
      started.clear();
    }
  }

  private String known(String address) throws Exception {
    redis();
    PackagedJar other = replica();
    awaitAnswering(other);
    PackagedJar one =
        replica("echosounder.verdicts.redis=" + (address.isEmpty() ? "" : address + ":" + port));
    if (address.isEmpty()) {
      Peer peer = open(one);
      close(peer);
      ask(one).ended(id(peer));
      return status(other, id(peer)) == 404 ? "no other replica knows" : "another replica knows";
    }
    awaitAnswering(one);
    Peer peer = open(one);
    close(peer);
    awaitKnown(other, id(peer), is("ended"));
    return "another replica knows";
  }

  private String answering(String password) throws Exception {
    redis("--requirepass", PASSWORD);
    PackagedJar jar = replica(Map.of("ECHOSOUNDER_VERDICTS_REDIS_PASSWORD", password));
    if (password.isEmpty()) {
      jar.awaitOutput("Redis does not take verdicts: NOAUTH");
    } else {
      awaitAnswering(jar);
    }
    return "up: %.0f".formatted(metric(jar, "echosounder_verdicts_redis_up"));
  }

  private String kept(String time) throws Exception {
    RedisProcess redis = redis();
    PackagedJar jar = replica("echosounder.verdicts.redis-keep=" + time);
    awaitAnswering(jar);
    Peer peer = open(jar);
    close(peer);
    String key = Keys.entry(Kept.Kind.CONNECTION, id(peer));
    long seconds = -2;
    for (int left = 100; seconds < 0; left--) {
      assertTrue(left > 0, key + " is not there");
      Thread.sleep(50);
      seconds = redis.secondsLeft(key);
    }
    // What has gone by since is left out.
    return "kept for %d s".formatted((seconds + 59) / 60 * 60);
  }

  @Test
  void everyReplicaAnswersForAllAlsoForOneThatHasLeft() throws Exception {
    redis("--requirepass", PASSWORD);
    Map<String, String> password = Map.of("ECHOSOUNDER_VERDICTS_REDIS_PASSWORD", PASSWORD);
    PackagedJar one = replica(password, "echosounder.verdicts.pod=echo-1");
    PackagedJar other = replica(password);
    awaitAnswering(one);
    awaitAnswering(other);
    Peer peer = open(one);
    assertEquals("echo-1", awaitKnown(other, id(peer), is("open")).at("/server/pod").asText());
    close(peer);
    JsonNode known = awaitKnown(other, id(peer), is("ended"));
    assertEquals("client-close", known.at("/verdict/cause").asText());

    String refused;
    String label = "refused-by-one";
    try (RawSocket socket = RawSocket.connect(new Target("127.0.0.1", one.port(), false))) {
      socket.send(Handshake.to("/ws?label=" + label).without("Upgrade").bytes());
      refused = socket.readHead().only("Echosounder-Request");
    }
    for (int left = 100; ask(other).refusals("?label=" + label).isEmpty(); left--) {
      assertTrue(left > 0, "not known by its label elsewhere");
      Thread.sleep(50);
    }
    assertEquals(426, ask(other).refusal(refused).get("status").asInt());
    assertEquals(1, ask(one).refusals("?label=" + label).size(), "listed twice");

    Peer last = open(one);
    one.terminate();
    last.expectClose(1001);
    assertEquals(0, one.awaitExit(), one.output());
    JsonNode forced = awaitKnown(other, id(last), is("ended"));
    assertEquals("drain-forced", forced.at("/verdict/cause").asText());
    assertEquals(200, status(other, id(peer)));
    assertFalse(one.output().contains(PASSWORD), "the password is in the log");
    assertEquals(404, status(other, "0badf00d-0123456789abcdef01234567"));
  }

  @Test
  void aReplicaThatIsKilledEndsItsConnectionsByProcessEnd() throws Exception {
    redis();
    PackagedJar other = replica();
    PackagedJar killed = replica();
    awaitAnswering(other);
    awaitAnswering(killed);
    try (Peer peer = open(killed)) {
      awaitKnown(other, id(peer), is("open"));
      killed.close();
      JsonNode known = ask(other).connection(id(peer));
      while (!is("ended").test(known)) {
        Thread.sleep(200);
        known = ask(other).connection(id(peer));
      }
      assertEquals("process-end", known.at("/verdict/cause").asText());
      assertEquals("server", known.at("/verdict/initiator").asText());
      assertEquals(1006, known.at("/verdict/code").asInt());
      assertTrue(known.get("ended").isNull());
    }
  }

  @Test
  void aReplicaThatIsKilledInAClosingHandshakeLeavesWhatWasKnownOfTheEnd() throws Exception {
    redis();
    PackagedJar other = replica("echosounder.verdicts.list=true");
    PackagedJar killed = replica("echosounder.close-timeout=1m", "echosounder.verdicts.list=true");
    awaitAnswering(other);
    awaitAnswering(killed);
    try (Peer client = open(killed);
        Peer server = open(killed, "/ws?close-after=1&close-code=4001");
        Peer busy = open(killed, "/ws?label=busy-when-killed");
        Peer survivor = open(other)) {
      client.send(ClientFrame.close(4000, "done"));
      assertEquals(4000, client.frame().closeCode());
      server.send(ClientFrame.text("x"));
      server.expectText("x");
      assertEquals(4001, server.frame().closeCode());
      awaitKnown(other, id(client), is("closing"));
      awaitKnown(
          other,
          id(server),
          is("closing").and(known -> known.at("/received/messages").asInt() == 1));
      busy.expectAlive();
      awaitKnown(other, id(busy), known -> known.at("/received/messages").asInt() == 1);
      survivor.expectAlive();
      assertEquals(4, ask(other).connections("").size());
      killed.close();
      JsonNode known = awaitKnown(other, id(client), is("ended"));
      assertEquals("client-close", known.at("/verdict/cause").asText());
      assertFalse(known.at("/verdict/tcpEndSeen").asBoolean());
      assertEquals(2, known.at("/verdict/closeFrames").size());
      known = awaitKnown(other, id(server), is("ended"));
      assertEquals("knob", known.at("/verdict/cause").asText());
      assertEquals(1, known.at("/verdict/closeFrames").size());
      known = awaitKnown(other, id(busy), is("ended"));
      assertEquals("process-end", known.at("/verdict/cause").asText());
      assertEquals(1, known.at("/received/messages").asInt());
      Instant heard = Instant.parse(known.get("lastHeard").asText());
      assertFalse(heard.isBefore(Instant.parse(known.get("opened").asText())));
      assertEquals(1, ask(other).connections("?label=busy-when-killed").size());
      List<String> states = new ArrayList<>();
      ask(other).connections("").forEach(one -> states.add(one.get("state").asText()));
      assertEquals(List.of("open", "ended", "ended", "ended"), states);
    }
  }

  @Test
  void aRedisThatIsPausedTouchesNoEchoAndIsToldEverythingWhenItGoesOn() throws Exception {
    RedisProcess redis = redis();
    PackagedJar one = replica();
    PackagedJar other = replica();
    awaitAnswering(one);
    awaitAnswering(other);
    Peer before = open(one);
    awaitKnown(other, id(before), is("open"));
    redis.pause();
    Peer during = open(one);
    for (int i = 0; i < 1000; i++) {
      during.send(ClientFrame.text("message " + i));
      during.expectText("message " + i);
    }
    close(before);
    assertEquals("ended", ask(one).ended(id(before)).get("state").asText());
    await(one, "echosounder_verdicts_redis_up", up -> up == 0);
    await(other, "echosounder_verdicts_redis_up", up -> up == 0);
    assertEquals(503, status(other, id(during)));
    assertTrue(ask(other).get("/api/connections?label=12345678").body().contains("incomplete"));
    redis.goOn();
    assertEquals("ended", awaitKnown(other, id(before), is("ended")).get("state").asText());
    awaitKnown(other, id(during), is("open"));
    close(during);
    assertEquals(1, times("Redis does not take verdicts", one.output()), one.output());
    assertEquals(1, times("Redis answers again", one.output()), one.output());
  }

  @Test
  void aRedisThatIsGoneAndComesBackEmptyIsToldEverythingAgain() throws Exception {
    PackagedJar one = replica();
    PackagedJar other = replica();
    Peer ended = open(one);
    close(ended);
    ask(one).ended(id(ended));
    one.awaitOutput("Redis does not take verdicts");
    assertEquals(503, status(other, id(ended)));
    assertTrue(ask(one).get("/q/health/ready").statusCode() == 200, "readiness asks Redis");
    RedisProcess first = redis();
    awaitKnown(other, id(ended), is("ended"));
    first.close();
    await(one, "echosounder_verdicts_redis_up", up -> up == 0);
    Peer open = open(one);
    open.expectAlive();
    redis();
    awaitKnown(other, id(ended), is("ended"));
    awaitKnown(other, id(open), is("open"));
    close(open);
  }

  @Test
  void aRedisThatIsFullTouchesNoEchoAndWhatItDoesNotTakeIsCounted() throws Exception {
    redis("--maxmemory", "100kb", "--maxmemory-policy", "noeviction");
    PackagedJar one = replica();
    one.awaitOutput("Redis does not take verdicts: OOM");
    for (int i = 0; i < 20; i++) {
      Peer peer = open(one);
      peer.expectAlive();
      close(peer);
      assertEquals("ended", ask(one).ended(id(peer)).get("state").asText());
    }
    await(one, "echosounder_verdicts_left_out_total", count -> count >= 40);
    assertEquals(1, times("Redis does not take verdicts", one.output()), one.output());
  }
}

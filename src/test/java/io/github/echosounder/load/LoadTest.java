package io.github.echosounder.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.echosounder.client.Address;
import io.github.echosounder.client.DeflateOffer;
import io.github.echosounder.client.Request;
import io.github.echosounder.client.ToyServer;
import io.github.echosounder.client.ToyServer.Frame;
import io.github.echosounder.client.ToyServer.Peer;
import io.github.echosounder.client.ToyServer.Script;
import io.github.echosounder.client.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whole runs, against servers that do with a message what a test says. */
class LoadTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FAULTY = 7;

  /** What a server does with the message of this number on its connection; the first is 1. */
  private interface Fault {
    void echo(Peer peer, Frame frame, int number) throws IOException;
  }

  private static Script echoBut(Fault fault) {
    return peer -> {
      peer.accept();
      int number = 0;
      for (Frame frame = peer.read(); frame != null; frame = peer.read()) {
        if (frame.opcode() < 8) {
          fault.echo(peer, frame, ++number);
        } else if (!peer.echo(frame)) {
          return;
        }
      }
    };
  }

  private static Plan plan(String url) throws IOException {
    Request request = Request.to(Address.of(url), Trust.of(null), Duration.ofSeconds(10));
    return new Plan(request, 3, 0, 4, 125, true, Duration.ofMillis(400), Duration.ZERO, false);
  }

  private static Plan surviving(Plan plan) {
    return new Plan(
        plan.request(),
        plan.connections(),
        plan.perSecond(),
        plan.inFlight(),
        plan.size(),
        plan.isText(),
        plan.duration(),
        plan.ramp(),
        true);
  }

  private static Report run(Plan plan) throws Exception {
    Report report = new Load(plan.request().address().text(), plan, (second, progress) -> {}).run();
    JsonNode json = JSON.readTree(ReportJson.of(report));
    try (InputStream schema = LoadTest.class.getResourceAsStream("/schemas/load.schema.json")) {
      assertEquals(
          Set.of(),
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
              .getSchema(Objects.requireNonNull(schema))
              .validate(json));
    }
    Tally tally = report.tally();
    assertEquals(tally.sent, tally.echoed + tally.lost + tally.altered, "the account is not even");
    return report;
  }

  private static Report run(Fault fault) throws Exception {
    try (ToyServer server = ToyServer.start(echoBut(fault))) {
      return run(plan(server.url()));
    }
  }

  private static String faults(Report report) {
    Tally tally = report.tally();
    return "lost %d, duplicated %d, reordered %d, altered %d"
        .formatted(tally.lost, tally.duplicated, tally.reordered, tally.altered);
  }

  private static final String NONE = "lost 0, duplicated 0, reordered 0, altered 0";

  @Test
  void anEchoHasNoFaults() throws Exception {
    Report report = run((peer, frame, number) -> peer.send(frame));
    assertEquals(NONE, faults(report));
    assertEquals(0, report.exitCode());
    assertEquals(3, report.tally().opened);
    assertTrue(report.tally().sent > 12, "only " + report.tally().sent);
    assertEquals(report.tally().sent, report.tally().echoed);
    assertEquals(report.tally().echoed, report.tally().latency.getTotalCount());
    assertEquals(Map.of(), report.tally().closes);
  }

  @Test
  void aLostMessageIsCountedOnEachConnection() throws Exception {
    Report report =
        run((peer, frame, number) -> {
          if (number != FAULTY) {
            peer.send(frame);
          }
        });
    assertEquals("lost 3, duplicated 0, reordered 0, altered 0", faults(report));
    assertEquals(6, report.exitCode());
  }

  @Test
  void aDuplicatedMessageIsCounted() throws Exception {
    Report report =
        run((peer, frame, number) -> {
          peer.send(frame);
          if (number == FAULTY) {
            peer.send(frame);
          }
        });
    assertEquals("lost 0, duplicated 3, reordered 0, altered 0", faults(report));
    assertEquals(6, report.exitCode());
  }

  @Test
  void aMessageThatWasOvertakenIsCounted() throws Exception {
    Report report =
        run(
            new Fault() {
              private final Map<Peer, Frame> late = new ConcurrentHashMap<>();

              @Override
              public void echo(Peer peer, Frame frame, int number) throws IOException {
                if (number == FAULTY) {
                  late.put(peer, frame);
                  return;
                }
                peer.send(frame);
                Frame behind = late.remove(peer);
                if (behind != null) {
                  peer.send(behind);
                }
              }
            });
    assertEquals("lost 0, duplicated 0, reordered 3, altered 0", faults(report));
    assertEquals(6, report.exitCode());
  }

  @Test
  void anAlteredMessageIsCountedWhateverWasAltered() throws Exception {
    int[] places = {0, 3, 9, 11, 12, 60, 124};
    for (int place : places) {
      Report report =
          run((peer, frame, number) -> {
            if (number == FAULTY) {
              frame.payload()[place] ^= 1;
            }
            peer.send(frame);
          });
      assertEquals("lost 0, duplicated 0, reordered 0, altered 3", faults(report), "at " + place);
      assertEquals(6, report.exitCode());
    }
  }

  @Test
  void aMessageOfTheOtherTypeIsAltered() throws Exception {
    Report report =
        run((peer, frame, number) ->
            peer.send(number == FAULTY ? 0x82 : frame.first(), frame.payload()));
    assertEquals("lost 0, duplicated 0, reordered 0, altered 3", faults(report));
  }

  @Test
  void aMessageInFragmentsIsTheSameMessage() throws Exception {
    Report report =
        run((peer, frame, number) -> {
          byte[] all = frame.payload();
          peer.send(frame.first() & 0x0F, Arrays.copyOf(all, 5));
          peer.send(0x80, Arrays.copyOfRange(all, 5, all.length));
        });
    assertEquals(NONE, faults(report));
    assertEquals(0, report.exitCode());
  }

  @Test
  void aServerThatSaysNothingLosesEverything() throws Exception {
    Report report = run((peer, frame, number) -> {});
    assertEquals("lost 12, duplicated 0, reordered 0, altered 0", faults(report));
    assertEquals(12, report.tally().sent);
    assertEquals(6, report.exitCode());
  }

  // -------------------------------------------------------------------- ends

  private static Script endingOnceAfter(AtomicInteger ends, int most, Ending ending) {
    return echoBut((peer, frame, number) -> {
      if (number == FAULTY && ends.incrementAndGet() <= most) {
        ending.end(peer);
        peer.socket.close();
        throw new IOException("ended");
      }
      peer.send(frame);
    });
  }

  private interface Ending {
    void end(Peer peer) throws IOException;
  }

  @Test
  void anEndIsCountedByItsCodeAndWhatWasOnItsWayIsLost() throws Exception {
    try (ToyServer server =
        ToyServer.start(endingOnceAfter(new AtomicInteger(), 2, peer -> peer.sendClose(1001)))) {
      Report report = run(plan(server.url()));
      assertEquals(Map.of(1001, 2L), report.tally().closes);
      assertEquals(8, report.exitCode());
      assertTrue(report.tally().lost >= 2 && report.tally().lost <= 8, faults(report));
      assertEquals(0, report.tally().sentAgain);
      assertEquals(0, report.tally().reconnected);
    }
  }

  @Test
  void whoSurvivesOpensAgainAndSendsAgainWhatWasNotEchoed() throws Exception {
    try (ToyServer server =
        ToyServer.start(endingOnceAfter(new AtomicInteger(), 2, peer -> peer.sendClose(1001)))) {
      Report report = run(surviving(plan(server.url())));
      assertEquals(NONE, faults(report));
      assertEquals(Map.of(1001, 2L), report.tally().closes);
      assertEquals(2, report.tally().reconnected);
      assertEquals(3, report.tally().opened);
      assertTrue(report.tally().sentAgain >= 2, "sent again: " + report.tally().sentAgain);
      assertEquals(report.tally().sent, report.tally().echoed);
      assertEquals(0, report.exitCode());
    }
  }

  @Test
  void anEndWithoutACloseIs1006() throws Exception {
    try (ToyServer server = ToyServer.start(endingOnceAfter(new AtomicInteger(), 1, Peer::reset))) {
      Report report = run(surviving(plan(server.url())));
      assertEquals(Map.of(1006, 1L), report.tally().closes);
      assertEquals(NONE, faults(report));
      assertEquals(0, report.exitCode());
    }
  }

  @Test
  void whoSurvivesButFindsNobodyHasLostWhatWasLeft() throws Exception {
    ToyServer[] gone = new ToyServer[1];
    Set<Peer> echoed = ConcurrentHashMap.newKeySet();
    try (ToyServer server =
        ToyServer.start(
            echoBut((peer, frame, number) -> {
              echoed.add(peer);
              if (echoed.size() == 3 && number > 10) {
                gone[0].close();
              }
              peer.send(frame);
            }))) {
      gone[0] = server;
      Report report = run(surviving(plan(server.url())));
      assertEquals(12, report.tally().lost, faults(report));
      assertEquals(3, report.tally().failed);
      assertEquals(6, report.exitCode());
    }
  }

  // ------------------------------------------------------------------ opening

  @Test
  void aClosedPortIsExitCode3() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    for (boolean isSurviving : new boolean[] {false, true}) {
      Plan plan = plan("ws://127.0.0.1:" + port + "/ws");
      Report report = run(isSurviving ? surviving(plan) : plan);
      assertEquals(3, report.exitCode());
      assertEquals(0, report.tally().opened);
      assertEquals(3, report.tally().failed);
    }
  }

  @Test
  void anUnknownHostIsExitCode3() throws Exception {
    Report report = run(plan("ws://nobody.invalid/ws"));
    assertEquals(3, report.exitCode());
    assertEquals(3, report.tally().failed);
  }

  @Test
  void aPortWithoutTlsIsExitCode4() throws Exception {
    try (ToyServer server = ToyServer.start(peer -> peer.write("HTTP/1.1 400 No\r\n\r\n"))) {
      Report report = run(plan(server.url().replace("ws:", "wss:")));
      assertEquals(4, report.exitCode());
    }
  }

  @Test
  void anAnswerOtherThan101IsExitCode5() throws Exception {
    try (ToyServer server =
        ToyServer.start(peer -> {
          peer.readHead();
          peer.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        })) {
      Report report = run(plan(server.url()));
      assertEquals(5, report.exitCode());
      assertEquals(Map.of("the answer is 404 Not Found", 3L), report.tally().refusals);
    }
  }

  @Test
  void oneConnectionThatDoesNotOpenIsExitCode6() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    Script echo = echoBut((peer, frame, number) -> peer.send(frame));
    try (ToyServer server =
        ToyServer.start(peer -> {
          if (opened.incrementAndGet() == 2) {
            peer.readHead();
            peer.write("HTTP/1.1 503 Full\r\nContent-Length: 0\r\n\r\n");
          } else {
            echo.run(peer);
          }
        })) {
      Report report = run(plan(server.url()));
      assertEquals(NONE, faults(report));
      assertEquals(2, report.tally().opened);
      assertEquals(1, report.tally().failed);
      assertEquals(6, report.exitCode());
    }
  }

  // -------------------------------------------------------------------- pace

  @Test
  void aFixedRateIsKept() throws Exception {
    AtomicInteger received = new AtomicInteger();
    try (ToyServer server =
        ToyServer.start(
            echoBut((peer, frame, number) -> {
              received.incrementAndGet();
              peer.send(frame);
            }))) {
      Plan closed = plan(server.url());
      Report report =
          run(
              new Plan(
                  closed.request(),
                  5,
                  100,
                  1,
                  20,
                  false,
                  Duration.ofSeconds(1),
                  Duration.ZERO,
                  false));
      assertEquals(NONE, faults(report));
      assertEquals(received.get(), report.tally().sent);
      // Those due before their connection was open are left out.
      assertTrue(received.get() > 0 && received.get() <= 101, received + " messages");
    }
  }

  @Test
  void atAFixedRateLatencyCountsFromWhenAMessageWasDue() throws Exception {
    try (ToyServer server =
        ToyServer.start(
            echoBut((peer, frame, number) -> {
              if (number == 1) {
                // Meanwhile 30 more fall due, which wait as well.
                pause(300);
              }
              peer.send(frame);
            }))) {
      Plan closed = plan(server.url());
      Report report =
          run(
              new Plan(
                  closed.request(),
                  1,
                  100,
                  1,
                  20,
                  false,
                  Duration.ofSeconds(1),
                  Duration.ZERO,
                  false));
      long slow =
          report.tally().latency.getTotalCount()
              - report.tally().latency.getCountBetweenValues(0, 100_000_000);
      assertTrue(slow >= 15, slow + " messages were late, by the clock");
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void eachSizeAndTypeComesBackWhole() throws Exception {
    try (ToyServer server = ToyServer.echo()) {
      Plan some = plan(server.url());
      for (int size : new int[] {0, 1, 12, 126, 70_000, 3 << 20}) {
        for (boolean isText : new boolean[] {true, false}) {
          Report report =
              run(
                  new Plan(
                      some.request(),
                      2,
                      0,
                      3,
                      size,
                      isText,
                      Duration.ofMillis(200),
                      Duration.ZERO,
                      false));
          assertEquals(NONE, faults(report), size + " bytes");
          assertTrue(report.tally().echoed > 0);
        }
      }
    }
  }

  @Test
  void whatWasNotCompressedIsSaid() throws Exception {
    try (ToyServer server = ToyServer.echo()) {
      Plan plan = plan(server.url());
      Report report =
          run(
              new Plan(
                  plan.request().offering(DeflateOffer.OF_BROWSERS),
                  1,
                  0,
                  1,
                  125,
                  true,
                  Duration.ofMillis(100),
                  Duration.ZERO,
                  false));
      assertTrue(
          report.notes().stream().anyMatch(note -> note.startsWith("Nothing was compressed")),
          report.notes()::toString);
    }
  }
}

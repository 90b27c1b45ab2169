package io.github.echosounder.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The packaged jar under everything that clients do at once, for as long as {@code -Dsoak=30m}
 * says. {@code -Dsoak.seed=7} repeats what chance gave each client to do, not the order among
 * clients.
 */
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "soak", matches = ".+", disabledReason = "-Dsoak=30m runs it")
class SoakIT {

  @Test
  void whateverClientsDoNothingOfItIsLeftWhenTheyAreGone() throws Exception {
    Length length = Length.of(System.getProperty("soak"), System.getProperty("soak.seed"));
    long seed = length.seed() == null ? new Random().nextInt(1_000_000) : length.seed();
    System.out.println("soak of " + length.duration().toSeconds() + " s, -Dsoak.seed=" + seed);
    try (Server server = Server.start()) {
      var crowd = new Crowd(server, seed);
      crowd.warmUp();
      Judgement before = Judgement.of(server);
      crowd.run(length.duration());
      Judgement after = before.assertRegained(server);
      leaveAmidEchoes(server, new Random(seed));
      Judgement.assertQuiet(server.jar().output());
      Tally tally = server.tally();
      System.out.printf(
          "soak: seconds=%d seed=%d connections=%s messages=%s bytes=%s drains=%s drained=%s"
              + " rss-kib=%d..%d heap=%d..%d fds=%d..%d threads=%d..%d%n",
          length.duration().toSeconds(),
          seed,
          tally.connections(),
          tally.messages(),
          tally.bytes(),
          tally.drains(),
          tally.drained(),
          before.residentKib(),
          after.residentKib(),
          before.heap().total(),
          after.heap().total(),
          before.fileDescriptors(),
          after.fileDescriptors(),
          before.threads(),
          after.threads());
    }
  }

  /** Each echo that is due comes back, then the drain's Close; the process ends with 0. */
  private static void leaveAmidEchoes(Server server, Random random) throws Exception {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      clients.add(Client.open(server, random, "/ws"));
    }
    server.drainBegins();
    server.jar().terminate();
    while (!clients.isEmpty()) {
      clients.removeIf(client -> isSentAway(client, random));
    }
    assertEquals(0, server.jar().awaitExit(), "exit code");
  }

  private static boolean isSentAway(Client client, Random random) {
    byte[] payload = Bytes.noise(random.nextInt(5_000), random.nextLong());
    try {
      client.send(Message.binary(payload));
      client.expect(Message.binary(payload));
      return false;
    } catch (Closed closed) {
      assertTrue(closed.isByDrain(), closed.getMessage());
      client.close();
      return true;
    }
  }
}

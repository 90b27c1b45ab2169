package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.echosounder.PackagedJar;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a connection and a message cost the packaged jar in what can be counted without a clock. */
@EnabledOnOs(OS.LINUX)
class EconomyIT {

  private static final int CONNECTIONS = 2000;
  private static final int MESSAGES = 1000;
  private static final byte[] MESSAGE = ClientFrame.binary(new byte[125]).bytes();

  private record Cost(long objects, long bytes) {}

  private PackagedJar jar;

  EconomyIT() throws IOException {
    jar =
        PackagedJar.start(
            PackagedJar.freePort(),
            Map.of("JDK_JAVA_OPTIONS", "-XX:+UseSerialGC -XX:-UseCompactObjectHeaders"),
            "quarkus.log.category.\"echosounder.connections\".level=WARN");
  }

  @BeforeEach
  void start() throws Exception {
    jar.awaitOutput("Listening on");
  }

  @AfterEach
  void end() {
    jar.close();
  }

  private Peer open() {
    return Peer.open(
        RawSocket.connect(new Target("127.0.0.1", jar.port(), false)), Handshake.to("/ws"), false);
  }

  @Test
  void anIdleConnectionIsSoManyObjects() throws Exception {
    // What the first ones of a process leave behind is no connection's.
    openAndEcho(100);
    Map<String, Cost> before = histogram();
    openAndEcho(CONNECTIONS);
    Map<String, Cost> after = histogram();
    long objects = 0;
    long bytes = 0;
    var each = new StringBuilder();
    for (var entry : after.entrySet()) {
      Cost had = before.getOrDefault(entry.getKey(), new Cost(0, 0));
      long more = entry.getValue().objects - had.objects;
      // What there is of each, not what happens to be there.
      if (more >= CONNECTIONS * 9 / 10) {
        objects += Math.round((double) more / CONNECTIONS);
        bytes += (entry.getValue().bytes - had.bytes) / CONNECTIONS;
        each.append(more / CONNECTIONS).append(' ').append(entry.getKey()).append('\n');
      }
    }
    String found = objects + " objects of " + bytes + " bytes:\n" + each;
    assertTrue(objects > 20 && objects <= 58, found);
    assertTrue(bytes <= 2_320, found);
  }

  private void openAndEcho(int count) {
    for (int i = 0; i < count; i++) {
      open().expectAlive();
    }
  }

  private Map<String, Cost> histogram() throws Exception {
    Map<String, Cost> histogram = new HashMap<>();
    for (String line : run(tool("jcmd"), pid(), "GC.class_histogram").lines().toList()) {
      String[] columns = line.strip().split("\\s+", -1);
      if (columns.length >= 4 && columns[0].matches("\\d+:")) {
        histogram.merge(
            columns[3],
            new Cost(Long.parseLong(columns[1]), Long.parseLong(columns[2])),
            (one, two) -> new Cost(one.objects + two.objects, one.bytes + two.bytes));
      }
    }
    assertTrue(histogram.size() > 100, "jcmd shows no histogram");
    return histogram;
  }

  @Test
  void anEchoIsOneReadAndOneWriteAndSoAreSixteenThatComeTogether() throws Exception {
    Peer peer = open();
    echo(peer, 1);
    echo(peer, 16);
    assertCalls(traced(() -> echo(peer, 1)), 1);
    assertCalls(traced(() -> echo(peer, 16)), 16);
  }

  private static void assertCalls(Map<String, Integer> calls, int atOnce) {
    int batches = MESSAGES / atOnce;
    assertTrue(sum(calls, "read", "recvfrom", "readv") >= batches, "not all is counted: " + calls);
    // The kernel may hand a batch over in two pieces.
    assertTrue(sum(calls, "read", "recvfrom", "readv") <= batches * 3 / 2, calls.toString());
    assertTrue(
        sum(calls, "write", "sendto", "writev", "sendmsg") <= batches * 3 / 2, calls::toString);
    assertTrue(sum(calls, "epoll_wait", "epoll_pwait") <= batches * 3 / 2, calls::toString);
    assertTrue(sum(calls, "epoll_ctl") <= batches / 10, calls::toString);
    assertTrue(
        sum(calls, calls.keySet().toArray(String[]::new)) <= batches * 7 / 2 + 100,
        calls::toString);
  }

  private static int sum(Map<String, Integer> calls, String... names) {
    return Arrays.stream(names).mapToInt(name -> calls.getOrDefault(name, 0)).sum();
  }

  private static void echo(Peer peer, int atOnce) {
    byte[] batch = new byte[MESSAGE.length * atOnce];
    for (int i = 0; i < atOnce; i++) {
      System.arraycopy(MESSAGE, 0, batch, i * MESSAGE.length, MESSAGE.length);
    }
    for (int sent = 0; sent < MESSAGES; sent += atOnce) {
      peer.socket().send(batch);
      for (int i = 0; i < atOnce; i++) {
        assertEquals(125, peer.frame().payload().length);
      }
    }
  }

  /** The system calls of the event loops meanwhile. */
  private Map<String, Integer> traced(Runnable work) throws Exception {
    Path table = Files.createTempFile(Path.of("target"), "calls", ".txt");
    Process strace =
        strace("strace", "-f", "-c", "-U", "name,calls", "-o", table.toString(), "-p", pid());
    work.run();
    new ProcessBuilder("kill", "-INT", Long.toString(strace.pid())).start().waitFor();
    assertTrue(strace.waitFor(30, TimeUnit.SECONDS), "strace does not end");
    Map<String, Integer> calls = new HashMap<>();
    for (String line : Files.readAllLines(table)) {
      String[] columns = line.strip().split("\\s+", -1);
      // What other threads of the JVM wait for is not an echo's.
      if (columns.length == 2
          && columns[1].matches("\\d+")
          && !List.of("total", "futex").contains(columns[0])) {
        calls.put(columns[0], Integer.parseInt(columns[1]));
      }
    }
    return calls;
  }

  private static Process strace(String... command) throws Exception {
    Process strace;
    try {
      strace = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException missing) {
      assumeTrue(false, "without strace no system calls are counted: apt-get install strace");
      throw missing;
    }
    // It stays open: a strace that cannot tell of a new thread ends.
    BufferedReader output = strace.inputReader();
    String said = String.valueOf(output.readLine());
    assumeTrue(said.contains("attached"), "strace may not look at a process here: " + said);
    return strace;
  }

  private String pid() {
    return Long.toString(jar.pid());
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}

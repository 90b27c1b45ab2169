package io.github.echosounder.soak;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.PackagedJar;
import io.github.echosounder.observe.Scrape;
import io.github.echosounder.wire.TestCertificate;
import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.ResponseHead;
import io.github.echosounder.wire.client.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The packaged jar, from outside: its two ports, its pages and what it costs. */
final class Server implements AutoCloseable {

  private static final String JVM =
      // Each buffer is followed, so that one that is lost is told of.
      "-Dio.netty.leakDetection.level=paranoid -Dio.netty.leakDetection.targetRecords=1"
          + " -Dio.netty.leakDetection.acquireAndReleaseOnly=true -Xmx192m"
          // The JVM's own threads come and go otherwise.
          + " -XX:+UseSerialGC -XX:-UseDynamicNumberOfCompilerThreads";

  private final PackagedJar jar;
  private final Target plain;
  private final Target tls;
  private final Tally tally = new Tally();
  private final AtomicInteger drainsBegun = new AtomicInteger();
  private final AtomicInteger drainsEnded = new AtomicInteger();

  private Server(PackagedJar jar, int tlsPort) {
    this.jar = jar;
    this.plain = new Target("127.0.0.1", jar.port(), false);
    this.tls = new Target("127.0.0.1", tlsPort, true);
  }

  static Server start() throws Exception {
    int tlsPort = PackagedJar.freePort();
    PackagedJar jar =
        PackagedJar.start(
            PackagedJar.freePort(),
            Map.of("JDK_JAVA_OPTIONS", JVM),
            "quarkus.http.ssl-port=" + tlsPort,
            "quarkus.http.ssl.certificate.key-store-file=" + TestCertificate.keyStore(),
            "quarkus.http.ssl.certificate.key-store-password=" + TestCertificate.PASSWORD,
            "quarkus.thread-pool.keep-alive-time=1s",
            // Two lines for each connection, which are many.
            "quarkus.log.category.\"echosounder.connections\".level=WARN",
            "echosounder.handshake-timeout=6s",
            "echosounder.verdicts.keep=" + Judgement.VERDICTS_KEPT,
            "echosounder.verdicts.list=true",
            "echosounder.drain.rehearsal=true",
            "echosounder.drain.routing-grace=0s",
            "echosounder.drain.window=500ms");
    try {
      jar.awaitOutput("Listening on");
    } catch (AssertionError failed) {
      jar.close();
      throw failed;
    }
    return new Server(jar, tlsPort);
  }

  Target target(boolean isTls) {
    return isTls ? tls : plain;
  }

  Tally tally() {
    return tally;
  }

  PackagedJar jar() {
    return jar;
  }

  /** So many drains were over at this moment; for {@link #wasDrainedSince}. */
  int drainsEnded() {
    return drainsEnded.get();
  }

  boolean wasDrainedSince(int ended) {
    return drainsBegun.get() > ended;
  }

  /** From now on a drain's Close may come at any time. */
  void drainBegins() {
    drainsBegun.incrementAndGet();
  }

  void drainEnds() {
    drainsEnded.incrementAndGet();
    tally.drains().increment();
  }

  /** Status and body, on a connection of its own. */
  record Response(int status, String body) {}

  Response request(String method, String path) {
    try (RawSocket socket = RawSocket.connect(plain)) {
      String head =
          "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
              .formatted(method, path);
      socket.send(Bytes.utf8(head));
      ResponseHead answer = socket.readHead();
      String body = new String(socket.readBody(answer), StandardCharsets.UTF_8);
      return new Response(answer.status(), body);
    }
  }

  Scrape scrape() {
    Response metrics = request("GET", "/metrics");
    assertTrue(metrics.status() == 200, metrics.toString());
    return new Scrape(metrics.body());
  }

  int fileDescriptors() throws IOException {
    return entries("fd");
  }

  int threads() throws IOException {
    return entries("task");
  }

  private int entries(String directory) throws IOException {
    try (Stream<Path> entries = Files.list(proc(directory))) {
      return (int) entries.count();
    }
  }

  long residentKib() throws IOException {
    for (String line : Files.readAllLines(proc("status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new AssertionError("no VmRSS");
  }

  private Path proc(String name) {
    return Path.of("/proc", Long.toString(jar.pid()), name);
  }

  /** Bytes of each class that are still in use. */
  record Heap(Map<String, Long> bytes) {
    long total() {
      return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    long of(String type) {
      return bytes.getOrDefault(type, 0L);
    }

    /** What has grown most since then, for people. */
    String growthSince(Heap before) {
      var growth = new StringBuilder();
      Map<String, Long> more = new HashMap<>();
      bytes.forEach((name, now) -> more.put(name, now - before.bytes.getOrDefault(name, 0L)));
      more.entrySet().stream()
          .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
          .limit(12)
          .forEach(each ->
              growth.append("\n  +").append(each.getValue()).append(' ').append(each.getKey()));
      return growth.toString();
    }
  }

  Heap heap() throws Exception {
    // What is finalized or cleaned after one collection is gone with the next.
    jcmd("GC.run");
    jcmd("GC.run");
    Map<String, Long> bytes = new HashMap<>();
    for (String line : jcmd("GC.class_histogram").lines().toList()) {
      String[] columns = line.strip().split("\\s+", -1);
      if (columns.length >= 4 && columns[0].matches("\\d+:")) {
        bytes.merge(columns[3], Long.parseLong(columns[2]), Long::sum);
      }
    }
    assertTrue(bytes.size() > 100, "jcmd shows no histogram");
    return new Heap(bytes);
  }

  private String jcmd(String command) throws Exception {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(tool.toString(), Long.toString(jar.pid()), command)
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    jar.close();
  }
}

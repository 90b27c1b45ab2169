package io.github.echosounder.drain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.PackagedJar;
import io.github.echosounder.observe.Scrape;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Map;

/** The packaged jar, its clients and its count of what it has read. */
final class LeavingJar implements AutoCloseable {

  private final PackagedJar jar;

  private LeavingJar(PackagedJar jar) {
    this.jar = jar;
  }

  /** Settings without their common prefix. */
  static LeavingJar start(String... settings) throws Exception {
    String[] properties =
        Arrays.stream(settings).map(setting -> "echosounder." + setting).toArray(String[]::new);
    PackagedJar jar = PackagedJar.start(PackagedJar.freePort(), Map.of(), properties);
    jar.awaitOutput("Listening on");
    return new LeavingJar(jar);
  }

  Peer open(String path) {
    return Peer.open(connect(), Handshake.to(path), false);
  }

  RawSocket connect() {
    return RawSocket.connect(new Target("127.0.0.1", jar.port(), false));
  }

  void terminate() {
    jar.terminate();
  }

  /** It ends with 0, and this is what it said. */
  String awaitEnd() throws Exception {
    int code = jar.awaitExit();
    assertEquals(0, code, jar.output());
    return jar.output();
  }

  void awaitOutput(String text) throws Exception {
    jar.awaitOutput(text);
  }

  int status(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri(path)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  int rehearse() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/api/drain")).POST(BodyPublishers.noBody()).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  void awaitRead(int messages) throws Exception {
    for (int i = 0; i < 600 && messagesRead() < messages; i++) {
      RawSocket.pause(50);
    }
    assertEquals(messages, messagesRead());
  }

  /** So many chosen failures are kept back. */
  void awaitPending(int number) throws Exception {
    double now = -1;
    for (int i = 0; i < 600 && now != number; i++) {
      RawSocket.pause(50);
      now = Scrape.of(uri("/metrics")).sum("echosounder_refusals_pending");
    }
    assertEquals(number, now);
  }

  /** It has read something, and reads no more. */
  void awaitNothingMoreRead() throws Exception {
    double before = -1;
    double now = messagesRead();
    while (now == 0 || now > before) {
      before = now;
      RawSocket.pause(300);
      now = messagesRead();
    }
  }

  private double messagesRead() throws Exception {
    return Scrape.of(uri("/metrics")).samples().stream()
        .filter(sample -> sample.name().equals("echosounder_messages_total"))
        .filter(sample -> "in".equals(sample.labels().get("direction")))
        .mapToDouble(Scrape.Sample::value)
        .sum();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + jar.port() + path);
  }

  @Override
  public void close() {
    jar.close();
  }
}

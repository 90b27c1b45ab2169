package io.github.echosounder.client;

import io.github.echosounder.client.ToyServer.Script;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A client, and servers that end with their test. */
abstract class ClientTestCase {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static Client client = new Client(1);
  private final List<AutoCloseable> toClose = new ArrayList<>();

  @BeforeAll
  static void start() {
    client.close();
    client = new Client(1);
  }

  @AfterAll
  static void stop() {
    client.close();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : toClose) {
      each.close();
    }
  }

  <T extends AutoCloseable> T keep(T each) {
    toClose.add(each);
    return each;
  }

  ToyServer serve(Script script) {
    return keep(ToyServer.start(script));
  }

  static Request request(ToyServer server) throws IOException {
    return Request.to(Address.of(server.url()), Trust.of(null), PATIENCE);
  }

  BlockingConnection open(Request request) throws OpeningException, InterruptedException {
    Address address = request.address();
    return keep(
        BlockingConnection.open(
            client, request, new InetSocketAddress(address.host(), address.port())));
  }

  /** What came next, which is of this kind. */
  static <T extends Event> T next(BlockingConnection connection, Class<T> kind)
      throws InterruptedException {
    Event event = connection.next(PATIENCE);
    if (!kind.isInstance(event)) {
      throw new AssertionError("not a " + kind.getSimpleName() + ": " + event);
    }
    return kind.cast(event);
  }
}

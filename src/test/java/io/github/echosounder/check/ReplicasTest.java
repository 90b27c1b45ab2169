package io.github.echosounder.check;

import static io.github.echosounder.check.Examined.expect;
import static io.github.echosounder.check.Examined.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.client.ToyServer;
import io.github.echosounder.client.ToyServer.Frame;
import io.github.echosounder.client.ToyServer.Peer;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several instances in turn behind one address: each knows the connections of its own alone. */
class ReplicasTest {

  private static final int INSTANCES = 3;
  private static final String ACCOUNT =
      "{\"state\":\"ended\",\"verdict\":{\"initiator\":\"network\",\"cause\":\"tcp-end\"}}";

  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger unknown = new AtomicInteger();
  private final Set<Peer> silent = ConcurrentHashMap.newKeySet();

  /** An id says by which instance it was given. */
  private void serve(Peer peer, boolean knows) throws IOException {
    peer.readHead();
    int instance = requests.getAndIncrement() % INSTANCES;
    if (peer.target().startsWith("/api/")) {
      boolean isOwn = knows && peer.target().endsWith("-" + instance);
      unknown.addAndGet(isOwn ? 0 : 1);
      peer.write(
          isOwn
              ? "HTTP/1.1 200 OK\r\nContent-Length: " + ACCOUNT.length() + "\r\n\r\n" + ACCOUNT
              : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    peer.write(
        "HTTP/1.1 101 Go\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
            + peer.acceptKey()
            + "\r\nEchosounder-Connection: 0a-"
            + instance
            + "\r\n\r\n");
    silent.add(peer);
    int messages = 0;
    for (Frame frame = peer.read(); frame != null && peer.echo(frame); frame = peer.read()) {
      silent.remove(peer);
      messages += frame.opcode() == 1 ? 1 : 0;
      if (messages == 2) {
        for (Peer quiet : silent) {
          quiet.socket.close();
        }
      }
    }
  }

  private StepReport idle(boolean knows) {
    try (ToyServer server = ToyServer.start(peer -> serve(peer, knows))) {
      return expect(
          Examined.by(server.url(), only(StepName.IDLE)), StepName.IDLE, Cause.IDLE_CUT, 8);
    }
  }

  @Test
  void theVerdictIsThatOfTheInstanceThatHadTheConnection() {
    StepReport step = idle(true);
    assertEquals("network", step.outcome().facts().get("endedBy"), step.toString());
    assertTrue(
        step.outcome().detail().contains("saw TCP end without a Close"), step.outcome().detail());
  }

  @Test
  void whereNoInstanceKnowsTheQuestionEnds() {
    StepReport step = idle(false);
    assertEquals("unknown", step.outcome().facts().get("endedBy"));
    assertTrue(step.outcome().detail().contains("was not found"), step.outcome().detail());
    assertTrue(unknown.get() <= 45, unknown + " questions");
  }
}

package io.github.echosounder.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.RawSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Many at once: they come, are sent away by a drain, and come again. */
final class Storm {

  private static final int CLIENTS = 100;

  private final Server server;
  private final Random random;

  Storm(Server server, Random random) {
    this.server = server;
    this.random = random;
  }

  void comeAndAreDrainedAndComeAgain() {
    List<Client> clients = come();
    drain(clients);
    for (Client client : come()) {
      new Endings(client, random).any();
      client.close();
    }
  }

  private List<Client> come() {
    List<Client.Dialled> dialled = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      dialled.add(Client.dial(server, random, "/ws"));
    }
    List<Client> clients = dialled.stream().map(Client.Dialled::opened).toList();
    clients.forEach(client -> client.send(Message.text("here again")));
    clients.forEach(client -> client.expect(Message.text("here again")));
    return clients;
  }

  private void drain(List<Client> clients) {
    server.drainBegins();
    assertEquals(202, server.request("POST", "/api/drain").status());
    for (Client client : clients) {
      try (client) {
        client.next();
        throw new AssertionError("nothing was asked for");
      } catch (Closed closed) {
        assertTrue(closed.isByDrain(), closed.getMessage());
      }
    }
    while (server.scrape().sum("echosounder_draining") > 0) {
      RawSocket.pause(50);
    }
    server.drainEnds();
  }
}

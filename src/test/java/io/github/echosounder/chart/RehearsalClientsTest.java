package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load of {@link LiveClusterIT} can be had without a cluster: it compiles, starts and ends. */
class RehearsalClientsTest {

  @Test
  void clientsThatFindNobodySayThatTheirHandshakesFailed(@TempDir Path directory) throws Exception {
    RehearsalClients clients = RehearsalClients.start("127.0.0.1:1", 2, directory);
    RehearsalClients.Seen seen = clients.end();
    assertEquals(0, seen.echoed());
    assertTrue(seen.faults().toString().contains("handshakes failed"), seen.report());
    assertEquals(List.of("-"), List.of(seen.line("no such line")));
    assertTrue(seen.line("messages").contains("0 echoed"), seen.report());
  }
}

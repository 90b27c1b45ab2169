package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.PackagedJar;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The load of {@link LiveClusterIT} can be had without a cluster: it starts, counts and ends. */
class LoadDuringIT {

  @Test
  void whatAServerEchoesIsCountedWithoutAFault() throws Exception {
    try (PackagedJar server = PackagedJar.start(PackagedJar.freePort(), Map.of())) {
      server.awaitOutput("Listening on");
      LoadDuring load = LoadDuring.start("127.0.0.1:" + server.port(), 2);
      server.awaitOutput("opened id=");
      LoadDuring.Seen seen = load.end();
      assertEquals(List.of(), seen.faults(), seen.report().toString());
      assertEquals(seen.count("sent"), seen.count("echoed"));
    }
  }

  @Test
  void whereNobodyIsItSaysThatNoConnectionOpened() throws Exception {
    LoadDuring load = LoadDuring.start("127.0.0.1:" + PackagedJar.freePort(), 2);
    LoadDuring.Seen seen = load.awaitEnd();
    assertEquals(0, seen.count("echoed"));
    assertTrue(seen.faults().toString().contains("never opened: 2"), seen.report().toString());
  }
}

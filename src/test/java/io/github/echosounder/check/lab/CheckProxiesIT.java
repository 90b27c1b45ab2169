package io.github.echosounder.check.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.echosounder.PackagedJar;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's nginx and HAProxy, each with one setting: the command names it. */
class CheckProxiesIT {

  private static final int UPGRADE = 5;
  private static final int ENDED = 8;

  private static PackagedJar server;

  @TempDir private static Path directory;

  @BeforeAll
  static void start() throws Exception {
    for (String program : List.of("nginx", "haproxy")) {
      if (RealProxy.find(program).isEmpty()) {
        String message = "skipped: no " + program + "; apt-get install " + program + " brings it";
        if (System.getenv("CI") != null) {
          fail(message);
        }
        System.out.println(message);
        assumeTrue(false, message);
      }
    }
    server = PackagedJar.start(PackagedJar.freePort(), Map.of());
    server.awaitOutput("Listening on");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void nginxCutsAfterItsReadTimeout() throws Exception {
    try (RealProxy nginx =
        RealProxy.nginx(server.port(), RealProxy.UPGRADES + " proxy_read_timeout 3s;", directory)) {
      CheckRun run = check(nginx, "--idle", "6s");
      assertNamed("idle-cut", ENDED, "proxy_read_timeout", run);
      double after = idle(run).path("facts").path("afterSeconds").asDouble();
      assertTrue(after > 2.5 && after < 5, run.toString());
      assertEquals("network", idle(run).path("facts").path("endedBy").asText(), run.toString());
    }
  }

  @Test
  void nginxDropsTheUpgradeWhereNothingTellsItToPassItOn() throws Exception {
    try (RealProxy nginx = RealProxy.nginx(server.port(), "", directory)) {
      assertNamed("upgrade-dropped", UPGRADE, "proxy_set_header", check(nginx, "--quick"));
    }
  }

  @Test
  void nginxOverHttp10DropsTheUpgrade() throws Exception {
    String old = RealProxy.UPGRADES.replace("proxy_http_version 1.1;", "proxy_http_version 1.0;");
    try (RealProxy nginx = RealProxy.nginx(server.port(), old, directory)) {
      assertNamed("upgrade-dropped", UPGRADE, "proxy_http_version", check(nginx, "--quick"));
    }
  }

  @Test
  void nginxThatPassesTheUpgradeOnIsClean() throws Exception {
    try (RealProxy nginx = RealProxy.nginx(server.port(), RealProxy.UPGRADES, directory)) {
      CheckRun run = check(nginx, "--idle", "3s");
      assertEquals(List.of(), run.causes(), run.toString());
      assertEquals(0, run.exitCode());
    }
  }

  @Test
  void nginxThatTakesTheExtensionsAwayIsTold() throws Exception {
    try (RealProxy nginx =
        RealProxy.nginx(
            server.port(),
            RealProxy.UPGRADES + " proxy_set_header Sec-WebSocket-Extensions \"\";",
            directory)) {
      assertNamed("deflate-stripped", 0, "Sec-WebSocket-Extensions", check(nginx, "--quick"));
    }
  }

  @Test
  void nginxWithoutItsUpstreamIsNoWebSocket() throws Exception {
    try (RealProxy nginx = RealProxy.nginx(PackagedJar.freePort(), RealProxy.UPGRADES, directory)) {
      assertNamed("http-status", UPGRADE, "502", check(nginx, "--quick"));
    }
  }

  @Test
  void haproxyCutsAfterItsTunnelTimeout() throws Exception {
    try (RealProxy haproxy = RealProxy.haproxy(server.port(), "timeout tunnel 3s", directory)) {
      assertNamed("idle-cut", ENDED, "timeout tunnel", check(haproxy, "--idle", "6s"));
    }
  }

  @Test
  void haproxyWithoutATunnelTimeoutCutsAfterThoseOfClientAndServer() throws Exception {
    try (RealProxy haproxy = RealProxy.haproxy(server.port(), "", directory)) {
      assertNamed("idle-cut", ENDED, "timeout tunnel", check(haproxy, "--idle", "6s"));
    }
  }

  @Test
  void haproxyWithALongTunnelTimeoutIsClean() throws Exception {
    try (RealProxy haproxy = RealProxy.haproxy(server.port(), "timeout tunnel 1h", directory)) {
      CheckRun run = check(haproxy, "--idle", "6s");
      assertEquals(List.of(), run.causes(), run.toString());
    }
  }

  private static com.fasterxml.jackson.databind.JsonNode idle(CheckRun run) {
    for (var step : run.report().path("steps")) {
      if (step.path("id").asText().equals("idle")) {
        return step;
      }
    }
    throw new AssertionError(run.toString());
  }

  private static CheckRun check(RealProxy proxy, String... options) throws Exception {
    return CheckRun.of("ws://127.0.0.1:" + proxy.port() + "/ws", List.of(options));
  }

  /** {@code words} stand in what a person reads: the setting that is to blame, or a fact. */
  private static void assertNamed(String cause, int exitCode, String words, CheckRun run) {
    assertEquals(cause, run.report().path("cause").asText(), run.toString());
    assertEquals(exitCode, run.exitCode(), run.toString());
    assertTrue(run.output().contains(words), run.toString());
  }
}

package io.github.echosounder.check.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.PackagedJar;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong below the handshake: names, ports, certificates. */
class CheckTlsIT {

  private static final int NO_CONNECTION = 3;
  private static final int TLS = 4;
  private static final int UPGRADE = 5;

  private static PackagedJar server;

  @TempDir private static Path directory;

  @BeforeAll
  static void start() throws Exception {
    server = PackagedJar.start(PackagedJar.freePort(), Map.of());
    server.awaitOutput("Listening on");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aPortWhereNobodyListensRefuses() throws Exception {
    assertNamed(
        "tcp-refused",
        NO_CONNECTION,
        CheckRun.of("ws://127.0.0.1:" + PackagedJar.freePort() + "/ws", List.of()));
  }

  @Test
  void aNameThatNobodyKnowsIsUnknown() throws Exception {
    assertNamed(
        "dns-unknown",
        NO_CONNECTION,
        CheckRun.of("ws://nobody.invalid/ws", List.of("--timeout", "5s")));
  }

  @Test
  void anExpiredCertificateIsNamedBeforeWhatElseIsWrongWithIt() throws Exception {
    assertNamed(
        "tls-expired", TLS, behind(Certificate.of("DNS:elsewhere.example", -30, -2, directory)));
  }

  @Test
  void aCertificateOfAnotherNameIsNamed() throws Exception {
    Certificate other = Certificate.of("DNS:elsewhere.example", -2, 90, directory);
    assertNamed("tls-name", TLS, behind(other));
    assertNamed("tls-name", TLS, behind(other, "--cacert", other.pem().toString()));
  }

  @Test
  void aCertificateOfNobodyKnownIsUntrusted() throws Exception {
    assertNamed("tls-untrusted", TLS, behind(Certificate.of("IP:127.0.0.1", -2, 90, directory)));
  }

  @Test
  void plainHttpWhereTlsIsExpectedFails() throws Exception {
    CheckRun run = CheckRun.of("wss://127.0.0.1:" + server.port() + "/ws", List.of());
    assertNamed("tls-failed", TLS, run);
  }

  @Test
  void tlsWherePlainHttpIsExpectedIsNotHttp() throws Exception {
    Certificate good = Certificate.of("IP:127.0.0.1", -2, 90, directory);
    try (Listener tls = Listener.of(Hop.to(server.port()), good.sockets())) {
      assertNamed(
          "not-http",
          UPGRADE,
          CheckRun.of("ws://127.0.0.1:" + tls.port() + "/ws", List.of("--timeout", "3s")));
    }
  }

  @Test
  void aTrustedCertificateIsGoodAndOneThatEndsSoonIsRemarked() throws Exception {
    Certificate good = Certificate.of("IP:127.0.0.1", -2, 90, directory);
    CheckRun run = behind(good, "--cacert", good.pem().toString());
    assertEquals(List.of(), run.causes(), run.toString());
    assertEquals(0, run.exitCode());
    Certificate old = Certificate.of("IP:127.0.0.1", -80, 5, directory);
    assertNamed("tls-expires-soon", 0, behind(old, "--cacert", old.pem().toString()));
  }

  @Test
  void theEndOfTlsIsAnEndWhateverTcpDoes() throws Exception {
    Certificate good = Certificate.of("IP:127.0.0.1", -2, 90, directory);
    Listener.Service endsTlsAlone =
        client -> {
          client.getInputStream().read();
          // close_notify, and no FIN.
          client.shutdownOutput();
          client.getInputStream().transferTo(OutputStream.nullOutputStream());
        };
    try (Listener tls = Listener.of(endsTlsAlone, good.sockets())) {
      String url = "wss://127.0.0.1:" + tls.port() + "/ws";
      assertNamed("cut", UPGRADE, CheckRun.of(url, List.of("--cacert", good.pem().toString())));
    }
  }

  @Test
  void aConnectionThatIsResetAtOnceIsNotRefused() throws Exception {
    Listener.Service resets = client -> client.setSoLinger(true, 0);
    try (Listener listener = Listener.of(resets)) {
      String url = "ws://127.0.0.1:" + listener.port() + "/ws";
      assertNamed("reset", UPGRADE, CheckRun.of(url, List.of("--only", "upgrade")));
    }
  }

  @Test
  void withoutVerificationAnyCertificateWillDo() throws Exception {
    CheckRun run = behind(Certificate.of("DNS:elsewhere.example", -2, 90, directory), "--insecure");
    assertEquals(List.of(), run.causes(), run.toString());
    assertEquals(0, run.exitCode());
  }

  private static CheckRun behind(Certificate certificate, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("--quick"));
    all.addAll(List.of(options));
    try (Listener tls = Listener.of(Hop.to(server.port()), certificate.sockets())) {
      return CheckRun.of("wss://127.0.0.1:" + tls.port() + "/ws", all);
    }
  }

  private static void assertNamed(String cause, int exitCode, CheckRun run) {
    assertEquals(cause, run.report().path("cause").asText(), run.toString());
    assertEquals(exitCode, run.exitCode(), run.toString());
  }
}

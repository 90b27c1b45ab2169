package io.github.echosounder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A start that cannot succeed ends with exit code 1 and a line that says what to change. */
class StartFailureIT {

  private static final String CERTIFICATE = "quarkus.http.ssl.certificate.";

  private static final String PEM =
      """
      -----BEGIN CERTIFICATE-----
      MIIBfTCCASOgAwIBAgIUTwDsEQH3tx5vfg5ytfPccMNfLWUwCgYIKoZIzj0EAwIw
      FDESMBAGA1UEAwwJbG9jYWxob3N0MB4XDTI2MTEyODA1NDUyNFoXDTI3MTEyODA1
      NDUyNFowFDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0D
      AQcDQgAEDMWFLMDwz/ldeeWjwuuJxCdA5YZBbA3U+E4YE4BPW7X6ZwGfTSSstkyF
      PbWRWxZpullnb9yaz7lOimTPyye5PKNTMFEwHQYDVR0OBBYEFNe+/4lFSF4J4y03
      UgoOlilzOi+XMB8GA1UdIwQYMBaAFNe+/4lFSF4J4y03UgoOlilzOi+XMA8GA1Ud
      EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgfqgMDIezi+PmGtLhfmlfmvk7
      PF2vYk8gAAmV3hYeSE8CIQC+HDWyqKIknEZW62QvajpsqNZsDSvysNaINFItnW3F
      xQ==
      -----END CERTIFICATE-----
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          echosounder.max-connections=-1     | The setting echosounder.max-connections is "-1"; allowed is 1 to 10000000.
          echosounder.max-connections=many   | The setting echosounder.max-connections is "many"; allowed is a whole number.
          echosounder.max-connections=       | The setting echosounder.max-connections is ""; allowed is a value, or to leave the setting out for its default.
          echosounder.max-message-size=16X   | The setting echosounder.max-message-size is "16X"; allowed is a size such as 65536, 64K or 16M.
          echosounder.max-message-size=2G    | The setting echosounder.max-message-size is "2G"; allowed is 1 to 1G.
          echosounder.log-format=xml         | The setting echosounder.log-format is "xml"; allowed is json or text.
          echosounder.drain.window=foo       | The setting echosounder.drain.window is "foo"; allowed is a duration such as 250ms, 5s or 2m.
          echosounder.drain.window=-5s       | The setting echosounder.drain.window is "-5s"; allowed is 0s to 365d.
          echosounder.allowed-origins=a.org  | The setting echosounder.allowed-origins is "a.org"; allowed is * or scheme://host[:port].
          echosounder.max-conections=5       | There is no setting echosounder.max-conections; did you mean echosounder.max-connections?
          echosounder.verdicts.redis=localhost:6379 | The setting echosounder.verdicts.redis is "localhost:6379"; allowed is redis://host[:port][/database][?user=name], or rediss:// for TLS.
          echosounder.verdicts.redis=redis://host:99999 | The setting echosounder.verdicts.redis is "redis://host:99999"; allowed is redis://host[:port][/database][?user=name], or rediss:// for TLS.
          echosounder.verdicts.redis=redis://ho st | The setting echosounder.verdicts.redis is "redis://ho st"; allowed is redis://host[:port][/database][?user=name], or rediss:// for TLS.
          echosounder.verdicts.redis=redis://host/16x | The setting echosounder.verdicts.redis is "redis://host/16x"; allowed is redis://host[:port][/database][?user=name], or rediss:// for TLS.
          echosounder.verdicts.redis=redis://a,redis://b | The setting echosounder.verdicts.redis is "redis://a,redis://b"; allowed is redis://host[:port][/database][?user=name], or rediss:// for TLS.
          echosounder.verdicts.redis=redis-sentinel://host | The setting echosounder.verdicts.redis is "redis-sentinel://host"; allowed is redis://host[:port][/database][?user=name], or rediss:// for TLS.
          echosounder.verdicts.redis=redis://:secret@ho st | The setting echosounder.verdicts.redis is "a URL with a user or a password"; allowed is redis://host[:port][/database][?user=name]; the password is the setting echosounder.verdicts.redis-password.
          quarkus.http.port=99999            | The setting quarkus.http.port is "99999"; allowed is 0 to 65535.
          quarkus.http.port=abc              | The setting quarkus.http.port is "abc"; allowed is a whole number.
          quarkus.http.ssl-port=99999        | The setting quarkus.http.ssl-port is "99999"; allowed is 0 to 65535.
          quarkus.http.host=no.such.host.invalid | The setting quarkus.http.host is "no.such.host.invalid", a host that is not known; allowed is 0.0.0.0 for all addresses, or one of this machine.
          quarkus.http.host=203.0.113.9      | The setting quarkus.http.host is "203.0.113.9", no address of this machine; allowed is 0.0.0.0 for all addresses, or one of this machine.
          quarkus.http.http2=true            | The setting quarkus.http.http2 is "true"; allowed is false: WebSockets are opened over HTTP/1.1.
          quarkus.vertx.event-loops-pool-size=-1 | The start failed: eventLoopPoolSize must be > 0
          """)
  void aWrongValueIsNamedWithWhatIsAllowed(String property, String line) throws Exception {
    assertEquals(List.of(line), output(property));
  }

  /** Behind a warning of Quarkus or of Config, which they give before they are asked. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          echosounder.compression=maybe  | The setting echosounder.compression is "maybe"; allowed is true or false.
          echosounder.knobs=maybe        | The setting echosounder.knobs is "maybe"; allowed is true or false.
          echosounder.verdicts.list=maybe | The setting echosounder.verdicts.list is "maybe"; allowed is true or false.
          echosounder.drain.rehearsal=maybe | The setting echosounder.drain.rehearsal is "maybe"; allowed is true or false.
          quarkus.http.prot=1            | There is no setting quarkus.http.prot; did you mean quarkus.http.port?
          """)
  void aSettingThatQuarkusWouldIgnoreStopsTheStart(String property, String line) throws Exception {
    List<String> output = output(property);
    assertEquals(2, output.size(), output.toString());
    assertEquals(line, output.get(1));
  }

  @Test
  void aMisspeltVariableStopsTheStart() throws Exception {
    try (PackagedJar jar =
        PackagedJar.start(PackagedJar.freePort(), Map.of("ECHOSOUNDER_MAX_CONECTIONS", "5"))) {
      assertEquals(
          List.of(
              "There is no setting ECHOSOUNDER_MAX_CONECTIONS; did you mean"
                  + " ECHOSOUNDER_MAX_CONNECTIONS (echosounder.max-connections)?"),
          failed(jar));
    }
  }

  @Test
  void aVariableOfTheDeploymentsOwnIsOnlyMentioned() throws Exception {
    try (PackagedJar jar =
        PackagedJar.start(
            PackagedJar.freePort(),
            Map.of(
                "ECHOSOUNDER_IMAGE", "ghcr.io/echosounder/echosounder:0.1.0",
                "ECHOSOUNDER_SERVICE_HOST", "10.0.0.1"),
            "echosounder.drain.routing-grace=0s")) {
      jar.awaitOutput("Listening on");
      jar.terminate();
      assertEquals(0, jar.awaitExit(), jar.output());
      List<String> mentions =
          jar.output().lines().filter(line -> line.contains("ECHOSOUNDER_")).toList();
      assertEquals(1, mentions.size(), jar.output());
      assertTrue(
          mentions
              .get(0)
              .endsWith(
                  "environment variables that are no setting are ignored: [ECHOSOUNDER_IMAGE]"),
          jar.output());
    }
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertEquals(
          List.of(
              "The setting quarkus.http.port is \"%d\", a port that another process listens on; allowed is one that is free, or 0 for any."
                  .formatted(port)),
          output("quarkus.http.port=" + port));
    }
  }

  @Test
  void aCertificateThatIsNoneIsNamed(@TempDir Path files) throws Exception {
    Path garbage = Files.writeString(files.resolve("garbage.pem"), "garbage");
    assertEquals(
        List.of(
            "The setting %sfiles is \"%s\", which is not a certificate; allowed is a file of certificates in PEM, each from -----BEGIN CERTIFICATE----- on."
                .formatted(CERTIFICATE, garbage)),
        output(CERTIFICATE + "files=" + garbage, CERTIFICATE + "key-files=" + garbage));
  }

  @Test
  void aKeyThatIsNoneIsNamed(@TempDir Path files) throws Exception {
    Path certificate = Files.writeString(files.resolve("certificate.pem"), PEM);
    assertEquals(
        List.of(
            "The setting %skey-files is \"%s\", which holds no such key; allowed is a file with an unencrypted key in PEM, from -----BEGIN PRIVATE KEY----- (or RSA or EC PRIVATE KEY) to its END."
                .formatted(CERTIFICATE, certificate)),
        output(CERTIFICATE + "files=" + certificate, CERTIFICATE + "key-files=" + certificate));
  }

  @Test
  void aCertificateFileThatIsNotThereIsNamed(@TempDir Path files) throws Exception {
    Path none = files.resolve("none.pem");
    assertEquals(
        List.of(
            "The setting %sfiles is \"%s\", which cannot be read; allowed is a file of certificates in PEM, each from -----BEGIN CERTIFICATE----- on."
                .formatted(CERTIFICATE, none)),
        output(CERTIFICATE + "files=" + none, CERTIFICATE + "key-files=" + none));
  }

  @Test
  void aCertificateWithoutItsKeyIsNamed(@TempDir Path files) throws Exception {
    assertEquals(
        List.of(
            "The settings %1$sfiles and %1$skey-files name 1 and 0 files; each certificate needs its key."
                .formatted(CERTIFICATE)),
        output(CERTIFICATE + "files=" + files.resolve("c.pem")));
  }

  @Test
  void aStoreThatIsNoneIsALineToo(@TempDir Path files) throws Exception {
    Path garbage = Files.writeString(files.resolve("garbage.p12"), "garbage");
    List<String> output = output(CERTIFICATE + "key-store-file=" + garbage);
    assertEquals(1, output.size(), output.toString());
    assertTrue(
        output.get(0).startsWith("The start failed: the certificate, key or store"), output.get(0));
  }

  @ParameterizedTest
  @CsvSource({"cipher-suites, TLS_NO_SUCH", "protocols, TLSv9"})
  void aNameThatTlsDoesNotHaveStopsTheStart(String setting, String name) throws Exception {
    List<String> output =
        output(
            CERTIFICATE + "key-store-file=" + TestCertificate.keyStore(),
            CERTIFICATE + "key-store-password=" + TestCertificate.PASSWORD,
            "quarkus.http.ssl." + setting + "=" + name);
    assertEquals(1, output.size(), output.toString());
    assertTrue(
        output
            .get(0)
            .startsWith(
                "The setting %1$s (quarkus.http.ssl.%1$s or quarkus.tls.%1$s) names \"%2$s\"; allowed are "
                    .formatted(setting, name)),
        output.get(0));
  }

  private static List<String> output(String... properties) throws Exception {
    try (PackagedJar jar = PackagedJar.start(PackagedJar.freePort(), Map.of(), properties)) {
      return failed(jar);
    }
  }

  private static List<String> failed(PackagedJar jar) throws IOException, InterruptedException {
    assertEquals(1, jar.awaitExit(), jar.output());
    return jar.output().lines().toList();
  }
}

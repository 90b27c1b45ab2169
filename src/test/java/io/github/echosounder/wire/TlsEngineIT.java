package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.echosounder.PackagedJar;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged jar ends TLS by BoringSSL, and by Java where that is not to be had. */
@EnabledOnOs(OS.LINUX)
class TlsEngineIT {

  /** Types of records (RFC 5246, 6.2.1). */
  private static final int ALERT = 21;

  private static final int SERVER_HELLO = 22;

  @Test
  void whereThereIsNoCertificateThereIsNoTls() throws Exception {
    try (PackagedJar jar =
        PackagedJar.start(
            PackagedJar.freePort(), Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:stdout"))) {
      jar.awaitOutput("Listening on");
      assertFalse(jar.output().contains("TLS by"), "TLS is told of");
      assertFalse(jar.output().contains("io.netty.handler.ssl.OpenSsl "), "TLS is loaded");
    }
  }

  @ParameterizedTest
  @CsvSource({"false, BoringSSL", "true, Java"})
  void eachEchoesAndTellsOfARecordThatItCannotRead(boolean isLeftOut, String name)
      throws Exception {
    int port = PackagedJar.freePort();
    try (PackagedJar jar = start(port, isLeftOut, TestCertificate.keyStore())) {
      jar.awaitOutput("TLS by " + name);
      RawSocket socket = RawSocket.connect(new Target("127.0.0.1", port, true));
      Peer peer = Peer.open(socket, Handshake.to("/ws"), false);
      peer.expectAlive();
      socket.sendBelowTls(HexFormat.of().parseHex("1703030020" + "00".repeat(32)));
      socket.drain();
      jar.awaitOutput("cause=tls");
      jar.terminate();
      assertEquals(0, jar.awaitExit(), jar.output());
      assertFalse(jar.output().contains("Exception"), jar.output());
    }
  }

  /** RFC 9325, 4.1 and 4.2: what has no forward secrecy, or can be told from its padding. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void suitesThatAreTooOldAreRefused(boolean isLeftOut) throws Exception {
    int port = PackagedJar.freePort();
    try (PackagedJar jar = start(port, isLeftOut, TestCertificate.keyStore("RSA"))) {
      jar.awaitOutput("Listening on");
      assertEquals(SERVER_HELLO, answerTo("c02f", port), "ECDHE_RSA_WITH_AES_128_GCM_SHA256");
      assertEquals(SERVER_HELLO, answerTo("cca8", port), "ECDHE_RSA_WITH_CHACHA20_POLY1305");
      assertEquals(ALERT, answerTo("009c", port), "RSA_WITH_AES_128_GCM_SHA256");
      assertEquals(ALERT, answerTo("002f", port), "RSA_WITH_AES_128_CBC_SHA");
      assertEquals(ALERT, answerTo("c013", port), "ECDHE_RSA_WITH_AES_128_CBC_SHA");
      assertEquals(ALERT, answerTo("009e", port), "DHE_RSA_WITH_AES_128_GCM_SHA256");
    }
  }

  /** The type of the record that answers a ClientHello of TLS 1.2 with this one suite. */
  private static int answerTo(String suite, int port) {
    String extensions =
        // Groups x25519 and secp256r1, points uncompressed, signatures by RSA.
        "000a00060004001d0017" + "000b00020100" + "000d000a0008" + "0804040108050501";
    String body =
        "0303" + "5a".repeat(32) + "00" + "0002" + suite + "0100" + length(extensions) + extensions;
    String hello = "0100" + length(body) + body;
    try (RawSocket socket = RawSocket.connect(new Target("127.0.0.1", port, false))) {
      socket.send(HexFormat.of().parseHex("160301" + length(hello) + hello));
      return socket.read();
    }
  }

  private static String length(String hex) {
    return HexFormat.of().toHexDigits((short) (hex.length() / 2));
  }

  private static PackagedJar start(int port, boolean isBoringSslLeftOut, Path keyStore)
      throws Exception {
    return PackagedJar.start(
        PackagedJar.freePort(),
        Map.of("JDK_JAVA_OPTIONS", "-Dio.netty.handler.ssl.noOpenSsl=" + isBoringSslLeftOut),
        "quarkus.http.ssl-port=" + port,
        "quarkus.http.ssl.certificate.key-store-file=" + keyStore,
        "quarkus.http.ssl.certificate.key-store-password=" + TestCertificate.PASSWORD,
        "echosounder.drain.routing-grace=0s",
        "echosounder.drain.window=0s");
  }
}

package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.echosounder.PackagedJar;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
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
    try (PackagedJar jar =
        PackagedJar.start(
            PackagedJar.freePort(),
            Map.of("JDK_JAVA_OPTIONS", "-Dio.netty.handler.ssl.noOpenSsl=" + isLeftOut),
            "quarkus.http.ssl-port=" + port,
            "quarkus.http.ssl.certificate.key-store-file=" + TestCertificate.keyStore(),
            "quarkus.http.ssl.certificate.key-store-password=" + TestCertificate.PASSWORD,
            "echosounder.drain.routing-grace=0s",
            "echosounder.drain.window=0s")) {
      jar.awaitOutput("Listening on");
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
}

package io.github.echosounder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.Handshake;
import io.github.echosounder.wire.client.Opcode;
import io.github.echosounder.wire.client.Peer;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.client.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./mvnw quarkus:dev}, on a copy of the sources. */
class DevModeIT {

  private static final int PATIENCE_MILLIS = 120_000;
  private static final Path OUTPUT = Path.of("target/dev-mode.log");
  private static final Path EDITED =
      Path.of("src/main/java/io/github/echosounder/settings/EchosounderConfig.java");

  @Test
  void itAsksNothingSaysWhereThePageIsAndServesAnEditToTheNextHandshakes(@TempDir Path copy)
      throws Exception {
    for (String needed : new String[] {"pom.xml", "mvnw", ".mvn", "src/main"}) {
      copy(Path.of(needed), copy);
    }
    int port = PackagedJar.freePort();
    Process process = start(copy, port);
    try {
      assertEquals("接收数据: x", reply(process, port, "接收数据: x"));
      Path source = copy.resolve(EDITED);
      Files.writeString(source, Files.readString(source).replace("接收数据: ", "edited: "));
      assertEquals("edited: x", reply(process, port, "edited: x"));
      String output = Files.readString(OUTPUT);
      assertTrue(output.contains("the page is at http://127.0.0.1:" + port + "/"), output);
      assertFalse(output.contains("Do you agree"), output);
      assertTrue(process.isAlive(), "dev mode has ended");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static Process start(Path copy, int port) throws IOException {
    return new ProcessBuilder(
            "./mvnw",
            "quarkus:dev",
            "-Ddebug=false",
            "-Dquarkus.console.enabled=false",
            "-Dquarkus.test.continuous-testing=disabled",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + port)
        .directory(copy.toFile())
        .redirectErrorStream(true)
        .redirectOutput(OUTPUT.toAbsolutePath().toFile())
        .start();
  }

  /** What a new connection to the root gets for an x, once that is what it should be. */
  private static String reply(Process process, int port, String expected) {
    String reply = "";
    for (int waited = 0; waited < PATIENCE_MILLIS && !reply.equals(expected); waited += 200) {
      assertTrue(process.isAlive(), "dev mode has ended; see target/dev-mode.log");
      RawSocket.pause(200);
      reply = reply(port);
    }
    return reply;
  }

  private static String reply(int port) {
    try (Peer peer =
        Peer.open(
            RawSocket.connect(new Target("127.0.0.1", port, false)), Handshake.to("/"), false)) {
      peer.sendMessage(Opcode.TEXT, Bytes.utf8("x"));
      return peer.message().text();
    } catch (UncheckedIOException notListening) {
      return notListening.toString();
    }
  }

  private static void copy(Path what, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(what)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(path);
        Files.createDirectories(target.getParent());
        Files.copy(path, target);
      }
    }
  }
}

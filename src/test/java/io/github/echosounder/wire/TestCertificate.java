package io.github.echosounder.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A key and a certificate for 127.0.0.1, made by the JDK's own tool and good for a day. */
public final class TestCertificate {
  public static final String PASSWORD = "for-tests-only";

  private TestCertificate() {}

  public static Path keyStore() {
    return keyStore("EC");
  }

  public static Path keyStore(String algorithmOfTheKey) {
    try {
      Path directory = Files.createTempDirectory("echosounder-tls");
      Path store = directory.resolve("test.p12");
      directory.toFile().deleteOnExit();
      store.toFile().deleteOnExit();
      Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
      var command =
          new ProcessBuilder(
              keytool.toString(),
              "-genkeypair",
              "-alias",
              "test",
              "-keyalg",
              algorithmOfTheKey,
              "-dname",
              "CN=127.0.0.1",
              "-validity",
              "1",
              "-storetype",
              "PKCS12",
              "-keystore",
              store.toString(),
              "-storepass",
              PASSWORD);
      int status = command.inheritIO().start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("keytool ended with " + status);
      }
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

package io.github.echosounder.check.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocketFactory;

/** A self-signed certificate and its key, made by the JDK's own tool. */
final class Certificate {

  private static final String PASSWORD = "for-tests-only";
  private static final String ALIAS = "lab";

  private final KeyStore store;
  private final Path directory;

  private Certificate(KeyStore store, Path directory) {
    this.store = store;
    this.directory = directory;
  }

  /**
   * Of this name ({@code IP:127.0.0.1}, {@code DNS:localhost}), valid from some days ago until in
   * some days.
   */
  static Certificate of(String name, int fromDays, int untilDays, Path directory) throws Exception {
    Path file = Files.createTempFile(directory, "lab", ".p12");
    Files.delete(file);
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command =
        List.of(
            keytool.toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-dname",
            "CN=lab",
            "-ext",
            "SAN=" + name,
            "-startdate",
            fromDays + "d",
            "-validity",
            Integer.toString(untilDays - fromDays),
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool: " + output);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return new Certificate(store, directory);
  }

  SSLServerSocketFactory sockets() throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context.getServerSocketFactory();
  }

  /** For {@code --cacert}. */
  Path pem() throws IOException, GeneralSecurityException {
    Path file = Files.createTempFile(directory, "lab", ".pem");
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(store.getCertificate(ALIAS).getEncoded());
    return Files.writeString(
        file, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
  }
}

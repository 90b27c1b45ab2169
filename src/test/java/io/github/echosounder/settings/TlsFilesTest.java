package io.github.echosounder.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files for TLS are read before the server starts, and what is wrong with them is told. */
class TlsFilesTest {

  @TempDir Path folder;

  @Test
  void withoutTlsThereIsNothingToRead() {
    assertDoesNotThrow(() -> TlsFiles.check(List.of(), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"})
  void aCertificateAndItsKeyAreTaken(String kind) throws Exception {
    Path certificate = file("server.crt", certificate());
    Path key = file("server.key", key(kind, kind));
    assertDoesNotThrow(() -> TlsFiles.check(List.of(certificate), List.of(key)));
  }

  @Test
  void eachCertificateNeedsItsKey() throws Exception {
    Path certificate = file("server.crt", certificate());
    assertEquals(
        "The settings quarkus.http.ssl.certificate.files and"
            + " quarkus.http.ssl.certificate.key-files name 1 and 0 files; each certificate needs"
            + " its key.",
        faultOf(List.of(certificate), List.of()));
  }

  @Test
  void aCertificateIsAFileOfCertificates() throws Exception {
    Path key = file("server.key", key("PRIVATE KEY", "PRIVATE KEY"));
    assertCertificate("cannot be read", folder.resolve("missing.crt"), key);
    assertCertificate("holds no certificate", file("empty.crt", ""), key);
    assertCertificate("is not a certificate", file("other.crt", "some words"), key);
  }

  @Test
  void aKeyIsAFileWithAnUnencryptedKey() throws Exception {
    Path certificate = file("server.crt", certificate());
    assertKey("cannot be read", certificate, folder.resolve("missing.key"));
    assertKey("holds no such key", certificate, file("empty.key", ""));
    String encrypted = key("ENCRYPTED PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    assertKey("holds no such key", certificate, file("encrypted.key", encrypted));
    String cut = key("PRIVATE KEY", "RSA PRIVATE KEY");
    assertKey("holds no such key", certificate, file("cut.key", cut));
  }

  private static void assertCertificate(String fault, Path certificate, Path key) {
    assertEquals(
        "The setting quarkus.http.ssl.certificate.files is \"%s\", which %s; allowed is a file of certificates in PEM, each from -----BEGIN CERTIFICATE----- on."
            .formatted(certificate, fault),
        faultOf(List.of(certificate), List.of(key)));
  }

  private static void assertKey(String fault, Path certificate, Path key) {
    assertEquals(
        "The setting quarkus.http.ssl.certificate.key-files is \"%s\", which %s; allowed is a file with an unencrypted key in PEM, from -----BEGIN PRIVATE KEY----- (or RSA or EC PRIVATE KEY) to its END."
            .formatted(key, fault),
        faultOf(List.of(certificate), List.of(key)));
  }

  private static String faultOf(List<Path> certificates, List<Path> keys) {
    return String.valueOf(
        assertThrows(ConfigurationException.class, () -> TlsFiles.check(certificates, keys))
            .getMessage());
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static String key(String begin, String end) {
    return "-----BEGIN %s-----\nAAAA\n-----END %s-----\n".formatted(begin, end);
  }

  /** One of those that every Java platform trusts. */
  private static String certificate() throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init((KeyStore) null);
    for (var manager : trust.getTrustManagers()) {
      if (manager instanceof X509TrustManager known && known.getAcceptedIssuers().length > 0) {
        byte[] bytes = known.getAcceptedIssuers()[0].getEncoded();
        return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(bytes));
      }
    }
    throw new KeyStoreException("this Java trusts nobody");
  }
}

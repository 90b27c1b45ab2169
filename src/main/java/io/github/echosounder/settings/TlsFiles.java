package io.github.echosounder.settings;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.regex.Pattern;

/** The certificates and keys that the server is given for TLS: files in PEM (RFC 7468). */
final class TlsFiles {

  static final String CERTIFICATES = "quarkus.http.ssl.certificate.files";
  static final String KEYS = "quarkus.http.ssl.certificate.key-files";

  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----[\\sA-Za-z0-9+/=]+-----END \\1-----");

  private TlsFiles() {}

  static void check(List<Path> certificates, List<Path> keys) {
    if (certificates.size() != keys.size()) {
      throw new ConfigurationException(
          "The settings %s and %s name %d and %d files; each certificate needs its key."
              .formatted(CERTIFICATES, KEYS, certificates.size(), keys.size()));
    }
    certificates.forEach(TlsFiles::checkCertificate);
    keys.forEach(TlsFiles::checkKey);
  }

  private static void checkCertificate(Path file) {
    String allowed = "a file of certificates in PEM, each from -----BEGIN CERTIFICATE----- on";
    try (InputStream bytes = Files.newInputStream(file)) {
      if (CertificateFactory.getInstance("X.509").generateCertificates(bytes).isEmpty()) {
        throw refused(CERTIFICATES, file, "holds no certificate", allowed);
      }
    } catch (IOException e) {
      throw refused(CERTIFICATES, file, "cannot be read", allowed);
    } catch (CertificateException e) {
      throw refused(CERTIFICATES, file, "is not a certificate", allowed);
    }
  }

  private static void checkKey(Path file) {
    String allowed =
        "a file with an unencrypted key in PEM, from -----BEGIN PRIVATE KEY----- (or RSA or EC"
            + " PRIVATE KEY) to its END";
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      if (!KEY.matcher(text).find()) {
        throw refused(KEYS, file, "holds no such key", allowed);
      }
    } catch (IOException e) {
      throw refused(KEYS, file, "cannot be read", allowed);
    }
  }

  private static ConfigurationException refused(
      String setting, Path file, String fault, String allowed) {
    return new ConfigurationException(
        "The setting %s is \"%s\", which %s; allowed is %s."
            .formatted(setting, file, fault, allowed));
  }
}

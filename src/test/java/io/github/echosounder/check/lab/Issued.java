package io.github.echosounder.check.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** A certificate for whoever needs no server that has it. */
public final class Issued {

  private Issued() {}

  /** For these names ({@code DNS:a.example,IP:127.0.0.1}), valid for a hundred days. */
  public static X509Certificate selfSigned(String names, Path directory) throws Exception {
    try (var in = Files.newInputStream(Certificate.of(names, -1, 99, directory).pem())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}

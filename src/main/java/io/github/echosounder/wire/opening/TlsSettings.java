package io.github.echosounder.wire.opening;

import io.netty.handler.ssl.OpenSsl;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** The cipher suites and protocols that the settings name, or none where they leave the choice. */
record TlsSettings(Set<String> suites, Set<String> protocols) {

  /** RFC 8446, B.4. BoringSSL takes all of these or none. */
  private static final List<String> SUITES_OF_TLS_1_3 =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  /** Of TLS 1.2, those with forward secrecy and authenticated encryption (RFC 9325, 4.2). */
  private static final List<String> SUITES_OF_TLS_1_2 =
      List.of(
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** Below TLS 1.2 there are other suites. */
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

  /** What is enabled where nothing is named: Java and BoringSSL would each enable more. */
  List<String> defaultSuites() {
    return suites.isEmpty() && PROTOCOLS.containsAll(protocols)
        ? Stream.concat(SUITES_OF_TLS_1_3.stream(), SUITES_OF_TLS_1_2.stream()).toList()
        : List.of();
  }

  /** Vert.x and Netty find out with the first client, and log a stack trace for each. */
  void check() {
    SSLParameters known = known();
    Set<String> knownSuites = new HashSet<>(Set.of(known.getCipherSuites()));
    knownSuites.addAll(OpenSsl.availableJavaCipherSuites());
    refuseUnknown(
        "cipher-suites",
        suites,
        knownSuites,
        "names of IANA's, such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    refuseUnknown(
        "protocols", protocols, Set.of(known.getProtocols()), "TLSv1.3, TLSv1.2, or both");
  }

  private static SSLParameters known() {
    try {
      return SSLContext.getDefault().getSupportedSSLParameters();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java always has TLS", e);
    }
  }

  private static void refuseUnknown(
      String setting, Set<String> named, Set<String> known, String allowed) {
    List<String> unknown = named.stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new ConfigurationException(
          "The setting %s (quarkus.http.ssl.%s or quarkus.tls.%s) names \"%s\"; allowed are %s."
              .formatted(setting, setting, setting, String.join(", ", unknown), allowed));
    }
  }

  /** Whether BoringSSL offers what is named, and nothing else. */
  boolean isForBoringSsl() {
    if (suites.isEmpty()) {
      return true;
    }
    long ofTls13 = suites.stream().filter(SUITES_OF_TLS_1_3::contains).count();
    boolean isAsNamed =
        ofTls13 == 0 || (ofTls13 == SUITES_OF_TLS_1_3.size() && suites.size() > ofTls13);
    return isAsNamed && OpenSsl.availableJavaCipherSuites().containsAll(suites);
  }
}

package io.github.echosounder.client;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What TLS agreed on.
 *
 * @param applicationProtocol by ALPN; empty where the server chose none
 * @param certificates the server's, its own first
 */
public record Tls(
    String version,
    String cipherSuite,
    String applicationProtocol,
    List<X509Certificate> certificates) {}

package io.github.echosounder.handshake;

import org.jspecify.annotations.Nullable;

/**
 * The other side of a request's TCP connection.
 *
 * @param address a host and a port
 * @param tls null where this server sees no TLS
 */
public record Peer(String address, @Nullable Tls tls) {

  /**
   * What was agreed on for TLS.
   *
   * @param serverName the name that the client asked for (RFC 6066, 3), or null
   * @param applicationProtocol by ALPN (RFC 7301), or null
   */
  public record Tls(
      String version,
      String cipherSuite,
      @Nullable String serverName,
      @Nullable String applicationProtocol) {}
}

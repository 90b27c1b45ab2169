package io.github.echosounder.wire.client;

/** Where the server listens, and how it is to be spoken to. */
public record Target(String host, int port, boolean tls) {
  public String authority() {
    return host + ":" + port;
  }
}

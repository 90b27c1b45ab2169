package io.github.echosounder.check;

import io.github.echosounder.client.Failure;
import java.util.Locale;

/** Says in words what Java says of a TLS handshake that failed. */
final class TlsFaults {

  private TlsFaults() {}

  static String sentence(Failure failure) {
    if (failure.kind() == Failure.Kind.TLS_TIMEOUT) {
      return "The port accepts connections and does not answer the TLS handshake: perhaps it speaks"
          + " no TLS (try ws://), or what ends TLS hangs.";
    }
    String said = failure.detail().toLowerCase(Locale.ROOT);
    if (said.contains("not an ssl/tls record") || said.contains("unsupported or unrecognized")) {
      return "The port does not speak TLS, for what it answered is no TLS record: try ws://, or the"
          + " port that TLS ends on.";
    }
    if (said.contains("certificate_required") || said.contains("bad_certificate")) {
      return "The server asks for a client's certificate, which this command does not have"
          + " (mutual TLS).";
    }
    if (said.contains("protocol_version")) {
      return "Server and client have no version of TLS in common: this client speaks TLS 1.2 and"
          + " 1.3.";
    }
    if (said.contains("unrecognized_name")) {
      return "The server has no certificate for this name (SNI): the host is missing from the"
          + " proxy's configuration.";
    }
    if (said.contains("no_application_protocol")) {
      return "The server refuses http/1.1 by ALPN: allow HTTP/1.1 where TLS ends.";
    }
    if (said.contains("handshake_failure")) {
      return "The server refused the TLS handshake: no cipher suite in common, or it wants"
          + " something that this client did not send.";
    }
    if (said.contains("reset")) {
      return "TCP was reset during the TLS handshake: a port without TLS (try ws://), a proxy"
          + " without a backend, or a firewall that inspects TLS.";
    }
    if (said.contains("ended") || said.contains("terminated") || said.contains("closed")) {
      return "TCP ended during the TLS handshake: a port without TLS (try ws://), or a proxy that"
          + " knows no such host.";
    }
    return "The TLS handshake failed: " + failure.detail() + ".";
  }
}

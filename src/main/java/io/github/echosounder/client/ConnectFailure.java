package io.github.echosounder.client;

import io.github.echosounder.client.Failure.Kind;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.Locale;

/** What kept TCP from coming about. */
final class ConnectFailure {

  private ConnectFailure() {}

  static Failure of(Throwable cause, InetSocketAddress server, Timings timings) {
    String at = Address.text(server.getAddress()) + " port " + server.getPort();
    Kind kind = kind(cause);
    String detail =
        switch (kind) {
          case TCP_TIMEOUT -> "Nothing answered at " + at + " in time.";
          case TCP_REFUSED -> at + " refused the connection.";
          case RESET -> at + " was connected to, and reset TCP at once.";
          default -> at + " cannot be reached: " + cause.getMessage() + ".";
        };
    return new Failure(kind, detail, new byte[0], null, timings, cause);
  }

  private static Kind kind(Throwable cause) {
    if (cause instanceof ConnectTimeoutException) {
      return Kind.TCP_TIMEOUT;
    }
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("timed out")) {
      return Kind.TCP_TIMEOUT;
    }
    if (Resets.isReset(cause)) {
      return Kind.RESET;
    }
    return cause instanceof ConnectException && message.contains("refused")
        ? Kind.TCP_REFUSED
        : Kind.TCP_UNREACHABLE;
  }
}

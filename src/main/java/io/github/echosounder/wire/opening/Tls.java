package io.github.echosounder.wire.opening;

import io.github.echosounder.wire.socket.TlsFault;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What goes wrong before TLS is agreed on. */
final class Tls {

  private static final int LONGEST = 120;

  private Tls() {}

  /**
   * Alerts, records that are none, and the like: what a client does, not a fault of this server.
   */
  static boolean isFaultOfPeer(@Nullable Throwable cause) {
    return cause instanceof SSLException
        || (cause instanceof DecoderException && cause.getCause() instanceof SSLException);
  }

  /** For a line of the log. */
  static String failure(Throwable cause) {
    if (cause instanceof NotSslRecordException) {
      return "what came to the TLS port is not TLS";
    }
    String message = TlsFault.text(cause);
    return "TLS handshake failed: "
        + (message.length() > LONGEST ? message.substring(0, LONGEST) + "..." : message);
  }
}

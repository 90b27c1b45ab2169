package io.github.echosounder.wire.socket;

import io.github.echosounder.session.Cause;
import io.github.echosounder.session.Connection;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What is the network's doing, and what is a fault of ours. */
final class Faults {

  private static final Logger LOG = Logger.getLogger("echosounder.connections");

  private Faults() {}

  /** What the network did. */
  record Network(Cause cause, String detail) {}

  /** Null when it is a fault of ours. */
  static @Nullable Network network(Throwable fault) {
    Throwable cause =
        fault instanceof DecoderException && fault.getCause() != null ? fault.getCause() : fault;
    if (cause instanceof SSLException) {
      return new Network(Cause.TLS, "TLS ended: " + TlsFault.text(cause));
    }
    if (cause instanceof IOException) {
      return new Network(Cause.TCP_RESET, "TCP was reset");
    }
    return null;
  }

  static void log(Connection connection, Throwable fault) {
    LOG.errorf(fault, "internal error on connection %s", connection.id());
  }
}

package io.github.echosounder.wire.socket;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * A record that BoringSSL could not read: Netty sends the alert, and says nothing of the fault
 * where the peer ends TCP at it. Java's engine throws.
 */
final class TlsFault {

  private TlsFault() {}

  /**
   * Once a read is over that brought nothing. BoringSSL takes no more after a fault and after a
   * close_notify, of which Netty's engine knows.
   */
  static void check(SSLEngine engine) throws SSLException {
    if (engine instanceof ReferenceCountedOpenSslEngine boring
        && !boring.isInboundDone()
        && (SSL.getShutdown(boring.sslPointer()) & SSL.SSL_RECEIVED_SHUTDOWN) != 0) {
      throw new SSLException("a record could not be read");
    }
  }
}

package io.github.echosounder.wire.socket;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * What goes wrong with TLS. Of a record that BoringSSL could not read Netty sends the alert, and
 * says nothing where the peer ends TCP at it. Java's engine throws.
 */
public final class TlsFault {

  /** What Netty says of a fault in Java's part of a handshake by BoringSSL; its cause says more. */
  private static final String GENERAL = "General OpenSslEngine problem";

  /** BoringSSL's reason, behind a code, the part of the library and a function. */
  private static final Pattern REASON = Pattern.compile("error:\\p{XDigit}+:[^:]*:[^:]*:(\\w+)");

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

  /** For people: without the library's classes and codes. */
  public static String text(Throwable fault) {
    Throwable told = fault;
    while (GENERAL.equals(told.getMessage()) && told.getCause() != null) {
      told = told.getCause();
    }
    String message = String.valueOf(told.getMessage());
    Matcher reason = REASON.matcher(message);
    return reason.find() ? reason.group(1).toLowerCase(Locale.ROOT).replace('_', ' ') : message;
  }
}

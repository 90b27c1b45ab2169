package io.github.echosounder.wire.client;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** TLS to a server whose certificate is made for the test and signed by nobody. */
final class Trusting implements X509TrustManager {
  /** One for all connections, so that they resume their session. */
  private static final SSLContext CONTEXT = context();

  private Trusting() {}

  static SSLSocket everyone(Socket tcp, Target target) throws IOException {
    var tls =
        (SSLSocket)
            CONTEXT.getSocketFactory().createSocket(tcp, target.host(), target.port(), true);
    tls.startHandshake();
    return tls;
  }

  /** The same with this version of TLS alone. */
  static SSLSocket everyone(Socket tcp, Target target, String version) throws IOException {
    var tls =
        (SSLSocket)
            CONTEXT.getSocketFactory().createSocket(tcp, target.host(), target.port(), true);
    tls.setEnabledProtocols(new String[] {version});
    tls.startHandshake();
    return tls;
  }

  private static SSLContext context() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Trusting()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) {}

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}

package io.github.echosounder.client;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Which servers are believed to be who they say. ALPN offers http/1.1. */
public final class Trust {

  private static final ApplicationProtocolConfig HTTP_1_1 =
      new ApplicationProtocolConfig(
          Protocol.ALPN,
          SelectorFailureBehavior.NO_ADVERTISE,
          SelectedListenerFailureBehavior.ACCEPT,
          "http/1.1");

  private final SSLContext java;
  private final SslContext context;
  private final X509TrustManager authorities;
  private final boolean isChecked;

  private Trust(X509TrustManager authorities, boolean isChecked) throws GeneralSecurityException {
    this.authorities = authorities;
    this.isChecked = isChecked;
    this.java = SSLContext.getInstance("TLS");
    java.init(null, new TrustManager[] {isChecked ? authorities : new Everyone()}, null);
    this.context =
        new JdkSslContext(
            java,
            true,
            null,
            IdentityCipherSuiteFilter.INSTANCE,
            HTTP_1_1,
            ClientAuth.NONE,
            null,
            false);
  }

  /**
   * Trusts the certificate authorities of a file, or Java's own where there is none.
   *
   * @param authorities certificates in PEM, one or many
   * @throws IOException with a sentence, where the file cannot be read as such
   */
  public static Trust of(@Nullable Path authorities) throws IOException {
    try {
      KeyStore store = authorities == null ? null : read(authorities);
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          return new Trust(x509, true);
        }
      }
      throw new IOException("Java has no trust manager for X.509");
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot read certificates: " + e.getMessage(), e);
    }
  }

  /** The same authorities, asked but not obeyed: every server is believed. */
  public Trust inAnyone() {
    try {
      return new Trust(authorities, false);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore read(Path file) throws IOException, GeneralSecurityException {
    Collection<? extends Certificate> certificates;
    try (InputStream in = Files.newInputStream(file)) {
      certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
    } catch (CertificateException e) {
      throw new IOException(file + " holds no certificates in PEM: " + e.getMessage(), e);
    }
    if (certificates.isEmpty()) {
      throw new IOException(file + " holds no certificates in PEM");
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("ca" + number++, certificate);
    }
    return store;
  }

  SSLContext java() {
    return java;
  }

  SslHandler handler(ByteBufAllocator allocator, Address address) {
    SslHandler handler = context.newHandler(allocator, address.host(), address.port());
    if (isChecked) {
      SSLParameters parameters = handler.engine().getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      handler.engine().setSSLParameters(parameters);
    }
    return handler;
  }

  /** Whether these certificates lead to an authority that is trusted; says why not. */
  public @Nullable Exception doubt(X509Certificate[] chain) {
    try {
      // For any kind of key exchange, TLS 1.3's included.
      authorities.checkServerTrusted(chain, "UNKNOWN");
      return null;
    } catch (CertificateException e) {
      return e;
    }
  }

  private static final class Everyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

package io.github.echosounder.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** What lies below HTTP, each on its own: a name, TCP, TLS. */
public final class Probe {

  /** TLS 1.3 refuses a client only after the client is done: for so long a refusal is awaited. */
  private static final int REFUSAL_MILLIS = 150;

  private Probe() {}

  /**
   * Looks a name up.
   *
   * @throws UnknownHostException where it is unknown
   * @throws TimeoutException where nothing answers in time
   */
  public static List<InetAddress> resolve(String host, Duration timeout)
      throws UnknownHostException, TimeoutException, InterruptedException {
    CompletableFuture<InetAddress[]> found = new CompletableFuture<>();
    Thread lookup =
        new Thread(
            () -> {
              try {
                found.complete(InetAddress.getAllByName(host));
              } catch (UnknownHostException e) {
                found.completeExceptionally(e);
              }
            },
            "dns");
    lookup.setDaemon(true);
    lookup.start();
    try {
      return List.of(found.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      UnknownHostException unknown = new UnknownHostException(host);
      unknown.initCause(e.getCause());
      throw unknown;
    }
  }

  /**
   * Connects, and ends TCP again.
   *
   * @throws OpeningException where it cannot
   */
  public static void connect(InetSocketAddress server, Duration timeout) throws OpeningException {
    try (Socket socket = new Socket()) {
      connect(socket, server, timeout);
    } catch (IOException e) {
      throw refused(e, server);
    }
  }

  private static void connect(Socket socket, InetSocketAddress server, Duration timeout)
      throws IOException {
    socket.connect(server, (int) Math.max(1, timeout.toMillis()));
  }

  private static OpeningException refused(IOException cause, InetSocketAddress server) {
    return new OpeningException(ConnectFailure.of(cause, server, new Timings(-1, -1, -1)));
  }

  /**
   * Makes TLS with whoever answers, and ends it again.
   *
   * @throws OpeningException where it cannot
   */
  public static Tls secure(Address address, InetSocketAddress server, Trust trust, Duration timeout)
      throws OpeningException {
    long began = System.nanoTime();
    try (Socket socket = new Socket()) {
      connect(socket, server, timeout);
      long connected = System.nanoTime();
      socket.setSoTimeout((int) Math.max(1, timeout.toMillis()));
      try {
        return secure(socket, address, trust);
      } catch (IOException e) {
        throw new OpeningException(
            new Failure(
                e instanceof SocketTimeoutException
                    ? Failure.Kind.TLS_TIMEOUT
                    : Failure.Kind.TLS_FAILED,
                String.valueOf(e.getMessage()),
                new byte[0],
                null,
                new Timings(connected - began, -1, -1),
                e));
      }
    } catch (IOException e) {
      throw refused(e, server);
    }
  }

  private static Tls secure(Socket socket, Address address, Trust trust) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            trust
                .java()
                .getSocketFactory()
                .createSocket(socket, address.host(), address.port(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    SSLSession session = tls.getSession();
    Certificate[] chain = session.getPeerCertificates();
    Tls facts =
        new Tls(
            session.getProtocol(),
            session.getCipherSuite(),
            tls.getApplicationProtocol() == null ? "" : tls.getApplicationProtocol(),
            List.of(Arrays.copyOf(chain, chain.length, X509Certificate[].class)));
    tls.setSoTimeout(REFUSAL_MILLIS);
    try {
      // What comes, or that it ends, is for whoever asks next; a refusal throws.
      int unused = tls.getInputStream().read();
    } catch (SocketTimeoutException silent) {
      // As it should be: the client speaks first.
    }
    return facts;
  }
}

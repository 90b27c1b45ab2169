package io.github.echosounder.check;

import io.github.echosounder.check.Verdict.Kind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Sends a text and a binary message, expects each back unchanged, then expects a clean close. */
final class EchoCheck {

  /** Characters of three and four bytes, which a careless hop damages. */
  private static final String TEXT = "你好，回声 🌊";

  private final URI target;
  private final Duration patience;
  private final Received received = new Received();

  EchoCheck(URI target, Duration patience) {
    this.target = target;
    this.patience = patience;
  }

  Verdict run() {
    WebSocket socket;
    try {
      socket =
          HttpClient.newBuilder()
              .connectTimeout(patience)
              .build()
              .newWebSocketBuilder()
              .connectTimeout(patience)
              .buildAsync(target, received)
              .join();
    } catch (CompletionException refused) {
      Throwable cause = refused.getCause();
      return refusal(cause == null ? refused : cause);
    }
    try {
      return talk(socket);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Verdict(Kind.SILENT, "interrupted while waiting for " + target);
    } finally {
      socket.abort();
    }
  }

  private Verdict talk(WebSocket socket) throws InterruptedException {
    send(socket, socket.sendText(TEXT, true));
    Verdict text = expect("text", new Received.Text(TEXT));
    if (!text.isGood()) {
      return text;
    }
    ByteBuffer everyByte = ByteBuffer.allocate(256);
    for (int i = 0; i < 256; i++) {
      everyByte.put((byte) i);
    }
    send(socket, socket.sendBinary(everyByte.flip(), true));
    Verdict binary = expect("binary", new Received.Binary(everyByte.duplicate().rewind()));
    if (!binary.isGood()) {
      return binary;
    }
    send(socket, socket.sendClose(WebSocket.NORMAL_CLOSURE, "checked"));
    Verdict close = expect("close 1000", new Received.Closed(WebSocket.NORMAL_CLOSURE));
    if (close.kind() == Kind.SILENT) {
      return new Verdict(Kind.CUT, close.line());
    }
    if (!close.isGood()) {
      return close;
    }
    return new Verdict(Kind.GOOD, "ok: " + target + " echoes text and binary, and closes cleanly");
  }

  /**
   * Waits until a message is on its way, since the next may not be sent before, even if the echo is
   * already here. What cannot be sent is an end of the connection like any other.
   */
  private void send(WebSocket socket, CompletableFuture<WebSocket> sending)
      throws InterruptedException {
    try {
      sending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      received.onError(socket, failure);
    }
  }

  private Verdict expect(String what, Received.Event wanted) throws InterruptedException {
    Received.Event event = received.events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (event == null) {
      return new Verdict(
          Kind.SILENT, "no " + what + " from " + target + " within " + patience.toSeconds() + " s");
    }
    if (event.equals(wanted)) {
      return new Verdict(Kind.GOOD, what);
    }
    Kind kind = event instanceof Received.Message ? Kind.NOT_AN_ECHO : Kind.CUT;
    return new Verdict(kind, "expected the " + what + " back from " + target + ", got " + event);
  }

  private Verdict refusal(Throwable cause) {
    if (cause instanceof IllegalArgumentException) {
      return new Verdict(Kind.USAGE, "not a ws:// or wss:// URL: " + target);
    }
    if (cause instanceof WebSocketHandshakeException handshake) {
      int status = handshake.getResponse().statusCode();
      return new Verdict(Kind.REFUSED, target + " answered " + status + " instead of 101");
    }
    if (cause instanceof SSLException tls) {
      return new Verdict(Kind.TLS, "no trusted TLS with " + target + ": " + tls.getMessage());
    }
    if (cause instanceof HttpTimeoutException) {
      return new Verdict(
          Kind.UNREACHABLE, target + " did not answer within " + patience.toSeconds() + " s");
    }
    return new Verdict(Kind.UNREACHABLE, "no connection to " + target + ": " + reason(cause));
  }

  /** The client says little: it wraps an unknown host, and a refused port, without a message. */
  private static String reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "the host name is unknown";
      }
      String message = cause.getMessage();
      if (message != null) {
        return message;
      }
    }
    return "refused or unreachable";
  }
}

package io.github.echosounder.client;

import io.github.echosounder.wire.frame.Opcode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An open connection for a thread that sends, and waits for what comes. */
public final class BlockingConnection implements AutoCloseable {

  /** What the phases of opening may take beside their timeouts. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final Connection connection;
  private final Events events;
  private final Response response;

  private BlockingConnection(Connection connection, Events events, Response response) {
    this.connection = connection;
    this.events = events;
    this.response = response;
  }

  /**
   * Opens a connection, within three times the request's timeout at most.
   *
   * @throws OpeningException where it does not open
   */
  public static BlockingConnection open(Client client, Request request, InetSocketAddress server)
      throws OpeningException, InterruptedException {
    Events events = new Events();
    Connection connection = client.open(request, server, events);
    try {
      Response response =
          events.opened.get(
              request.timeout().multipliedBy(3).plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
      return new BlockingConnection(connection, events, response);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OpeningException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      connection.end();
      throw new OpeningException(
          new Failure(
              Failure.Kind.HANDSHAKE_TIMEOUT,
              "No answer to the handshake in time.",
              new byte[0],
              null,
              connection.timings(),
              null));
    }
  }

  /**
   * The answer to a plain GET of the request's address; its body is read up to 64 KiB.
   *
   * @throws OpeningException where there is none
   */
  public static Response get(Client client, Request request, InetSocketAddress server)
      throws OpeningException, InterruptedException {
    try (BlockingConnection unexpected = open(client, request.plain(), server)) {
      return unexpected.response();
    } catch (OpeningException answered) {
      Response response = answered.failure().response();
      if (response == null || answered.failure().kind() != Failure.Kind.STATUS) {
        throw answered;
      }
      return response;
    }
  }

  public Response response() {
    return response;
  }

  public Timings timings() {
    return connection.timings();
  }

  public @Nullable Tls tls() {
    return connection.tls();
  }

  /** Sends a frame as it is told; see {@link Connection#send}. */
  public void send(int first, Payload payload) {
    run(() -> connection.send(first, payload));
  }

  /** Sends a whole message, compressed where that was granted. */
  public void message(int opcode, Payload payload) {
    run(() -> connection.message(opcode, payload));
  }

  public void text(String text) {
    message(Opcode.TEXT, Payload.of(text));
  }

  public void ping(byte[] payload) {
    send(Opcode.FIN | Opcode.PING, Payload.of(payload));
  }

  /** Begins the closing handshake. */
  public void close(int code, String reason) {
    run(() -> connection.close(code, reason));
  }

  private void run(Runnable sending) {
    connection.execute(() -> {
      sending.run();
      connection.flush();
    });
  }

  /** What came next; null when nothing has come for so long. */
  public @Nullable Event next(Duration patience) throws InterruptedException {
    return events.queue.poll(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
  }

  /**
   * The same for what takes long to go and come: waits on while bytes move, but never longer than
   * {@code bound}.
   */
  public @Nullable Event next(Duration patience, Duration bound) throws InterruptedException {
    long end = System.nanoTime() + bound.toNanos();
    while (true) {
      long now = System.nanoTime();
      long quiet = now - connection.progressedNanos();
      long left = Math.min(patience.toNanos() - quiet, end - now);
      Event event = events.queue.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
      if (event != null || left <= 0) {
        return event;
      }
    }
  }

  /** {@link System#nanoTime} when bytes last came, or left to the kernel. */
  public long progressedNanos() {
    return connection.progressedNanos();
  }

  /** Ends TCP with a FIN, if it is still there. */
  @Override
  public void close() {
    connection.end();
  }
}

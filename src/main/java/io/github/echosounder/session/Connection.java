package io.github.echosounder.session;

import org.jspecify.annotations.Nullable;

/** One WebSocket connection, from its 101 to its end. Written by its event loop alone. */
public final class Connection {

  private final String id;
  private final Handshake handshake;
  private final long openedNanos = System.nanoTime();

  // Plain: one writer, and a reader who is a moment late is not wrong.
  private long messagesIn;
  private long messagesOut;
  private final Ending ending = new Ending();
  private @Nullable Wire wire;
  private boolean hasLeft;

  /**
   * What was agreed on when the connection was opened.
   *
   * @param endpoint the path, from the fixed set of the contract
   * @param peer the address of the other side of the TCP connection
   * @param subprotocol the one granted, or empty
   * @param extensions the ones granted, as in the response, or empty
   * @param label the client's own name for the connection, or null
   */
  public record Handshake(
      String endpoint,
      String peer,
      String subprotocol,
      String extensions,
      @Nullable String label) {}

  public Connection(String id, Handshake handshake) {
    this.id = id;
    this.handshake = handshake;
  }

  public String id() {
    return id;
  }

  public Handshake handshake() {
    return handshake;
  }

  public long ageNanos() {
    return System.nanoTime() - openedNanos;
  }

  public void attach(Wire wire) {
    this.wire = wire;
  }

  public Wire wire() {
    if (wire == null) {
      throw new IllegalStateException("connection " + id + " is not attached to a socket");
    }
    return wire;
  }

  public void countIn(int messages) {
    messagesIn += messages;
  }

  public void countOut(int messages) {
    messagesOut += messages;
  }

  public long messagesIn() {
    return messagesIn;
  }

  public long messagesOut() {
    return messagesOut;
  }

  /** What is seen of its end. */
  public Ending ending() {
    return ending;
  }

  /** True the first time. */
  boolean leave() {
    boolean isFirst = !hasLeft;
    hasLeft = true;
    return isFirst;
  }
}

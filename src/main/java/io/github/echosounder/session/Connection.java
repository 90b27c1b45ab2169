package io.github.echosounder.session;

import org.jspecify.annotations.Nullable;

/** One WebSocket connection, from its 101 to its end. Written by its event loop alone. */
public final class Connection {

  private final String id;
  private final Handshake handshake;
  private final long openedNanos = System.nanoTime();
  private final long openedMillis = System.currentTimeMillis();

  // Plain: one writer, and a reader who is a moment late is not wrong.
  private long messagesIn;
  private long messagesOut;
  private long bytesIn;
  private long bytesOut;
  private long receivedNanos = openedNanos;
  private long sentNanos = openedNanos;
  private @Nullable RoundTrips roundTrips;
  private final Ending ending = new Ending();
  private @Nullable Wire wire;
  private volatile boolean hasLeft;

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

  /** Since 1970. */
  public long openedMillis() {
    return openedMillis;
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

  /** Whole messages, and their payload bytes without compression. */
  public void countIn(int messages, long bytes) {
    messagesIn += messages;
    bytesIn += bytes;
  }

  /** The same for replies. */
  public void countOut(int messages, long bytes) {
    messagesOut += messages;
    bytesOut += bytes;
  }

  /** Bytes came, of whatever kind. */
  public void received(long nanos) {
    receivedNanos = nanos;
  }

  /** Bytes were given to the kernel, of whatever kind. */
  public void sent(long nanos) {
    sentNanos = nanos;
  }

  /** A ping of this server has been answered after so long. */
  public void roundTrip(long nanos) {
    roundTrips = roundTrips == null ? RoundTrips.first(nanos) : roundTrips.and(nanos);
  }

  public long messagesIn() {
    return messagesIn;
  }

  public long messagesOut() {
    return messagesOut;
  }

  public long bytesIn() {
    return bytesIn;
  }

  public long bytesOut() {
    return bytesOut;
  }

  /** When the last byte came, since 1970; the handshake's, where none has come behind it. */
  public long receivedMillis() {
    return millis(receivedNanos);
  }

  /** When the last byte went out, since 1970; the 101's, where none has followed it. */
  public long sentMillis() {
    return millis(sentNanos);
  }

  private long millis(long nanos) {
    return openedMillis + (nanos - openedNanos) / 1_000_000;
  }

  /** Null where no ping has been answered. */
  public @Nullable RoundTrips roundTrips() {
    return roundTrips;
  }

  /** What is seen of its end. */
  public Ending ending() {
    return ending;
  }

  /** Whether its end has been told, or is about to be. */
  public boolean hasLeft() {
    return hasLeft;
  }

  /** Whether a byte went either way since then, of {@link System#nanoTime}. */
  public boolean isActiveSince(long nanos) {
    return receivedNanos - nanos >= 0 || sentNanos - nanos >= 0;
  }

  /** True the first time. */
  boolean leave() {
    boolean isFirst = !hasLeft;
    hasLeft = true;
    return isFirst;
  }
}

package io.github.echosounder.session;

/** What a connection can ask of the socket below it. Every call may come from any thread. */
public interface Wire {

  /** Begins the close handshake (RFC 6455, 7.1.2), behind all replies that are pending. */
  void close(ServerClose close);

  /** The same, but not within a message: as soon as the one that is arriving has been answered. */
  void closeAtBoundary(ServerClose close);

  /** Ends TCP at once, without a Close or without waiting for the peer's. */
  void abort(Cause cause, String detail);
}

package io.github.echosounder.session;

/** What a connection can ask of the socket below it. */
public interface Wire {

  /**
   * From now on frames go back as they come, where that can be; false when messages may be
   * delivered nevertheless.
   */
  boolean relay();

  /** Begins the close handshake (RFC 6455, 7.1.2), behind all replies that are pending. */
  void close(Ending ending);

  /** The same, but not within a message: as soon as the one that is arriving has been answered. */
  void closeAtBoundary(Ending ending);

  /** Ends TCP at once: the peer has not answered the Close in time. */
  void abort();
}

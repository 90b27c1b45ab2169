package io.github.echosounder.session;

/** Is told of every handshake and every end. Called on event loops: it must not block. */
public interface ConnectionObserver {

  /** Handshakes for paths without an endpoint are counted under this name. */
  String NO_ENDPOINT = "none";

  void opened(Connection connection);

  /**
   * A handshake was refused; {@code endpoint} is a path of the contract or {@link #NO_ENDPOINT}.
   */
  void refused(String endpoint, int status);

  void closed(Connection connection, Ending ending);
}

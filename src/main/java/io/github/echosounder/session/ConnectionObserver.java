package io.github.echosounder.session;

import java.util.List;
import java.util.function.Function;

/** Is told of every handshake and every end. Called on event loops: it must not block. */
public interface ConnectionObserver {

  /** Handshakes for paths without an endpoint are counted under this name. */
  String NO_ENDPOINT = "none";

  /**
   * A handshake is about to be judged; {@link #opened}, {@link #refused} or {@link #postponed}
   * follows, on this thread and before anything else.
   *
   * @param endpoint a path of the contract or {@link #NO_ENDPOINT}
   * @param headers all values of a header, in order
   */
  default void handshakeReceived(
      String endpoint, String method, Function<String, List<String>> headers) {}

  void opened(Connection connection);

  void refused(Refusal refusal);

  /**
   * A failure that the client has chosen is yet to be sent; {@link #refused} follows, with the same
   * id, when it is clear what has been.
   */
  default void postponed(Refusal asked) {}

  /** Its end has begun, or more of its end has been seen: a Close went one way, or TCP ends. */
  default void closing(Connection connection) {}

  void closed(Connection connection, Verdict verdict);
}

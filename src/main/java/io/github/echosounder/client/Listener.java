package io.github.echosounder.client;

import io.github.echosounder.wire.frame.CloseFrame;
import io.github.echosounder.wire.frame.FrameHeader;
import io.github.echosounder.wire.frame.Violation;
import java.nio.ByteBuffer;

/** Is told what happens on a connection, on its event loop. */
public interface Listener {

  /** It is open. What the server sends comes from now on. */
  void opened(Connection connection, Response response);

  /** It did not open; nothing else comes. */
  void failed(Connection connection, Failure failure);

  /** A piece of a data message, inflated: {@code length} bytes at {@code at}, valid for now. */
  default void payload(Connection connection, ByteBuffer bytes, int at, int length) {}

  /** A data frame is complete. */
  default void frame(Connection connection, FrameHeader header) {}

  /**
   * A message is complete: its payload has been told.
   *
   * @param bytes inflated
   * @param wireBytes as they came
   */
  default void message(
      Connection connection, boolean isText, boolean isCompressed, long bytes, long wireBytes) {}

  default void ping(Connection connection, byte[] payload) {}

  default void pong(Connection connection, byte[] payload) {}

  /** The server's Close. The connection answers one that it did not ask for. */
  default void close(Connection connection, CloseFrame frame) {}

  /** The server broke a rule of RFC 6455 or 7692; nothing more is read. */
  default void violated(Connection connection, Violation violation) {}

  /** What has been read so far has been told: whoever has answered it flushes now. */
  default void readComplete(Connection connection) {}

  /** TCP ended, after it was open. Nothing else comes. */
  default void ended(Connection connection, TcpEnd end) {}
}

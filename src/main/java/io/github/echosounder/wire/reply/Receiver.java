package io.github.echosounder.wire.reply;

import io.github.echosounder.behaviour.Event.MessageFacts;
import io.github.echosounder.wire.frame.Violation;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes whole messages. */
public interface Receiver {

  /**
   * A message with its payload.
   *
   * @param payload to be read before the call returns; it may be changed
   * @param frames how many bytes of it came in each frame
   */
  void message(boolean isText, ByteBuffer payload, int... frames) throws Violation;

  /**
   * A message whose payload is not kept.
   *
   * @param facts where they are wanted, else null
   */
  void message(boolean isText, long bytes, @Nullable MessageFacts facts) throws Violation;
}

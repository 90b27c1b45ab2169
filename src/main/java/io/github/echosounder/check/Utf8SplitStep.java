package io.github.echosounder.check;

import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.Event;
import io.github.echosounder.client.OpeningException;
import io.github.echosounder.client.Payload;
import io.github.echosounder.wire.frame.CloseCode;
import io.github.echosounder.wire.frame.Opcode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** RFC 6455, 5.6: a fragment may end within a character; the message as a whole is UTF-8. */
final class Utf8SplitStep implements Step {

  @Override
  public Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException {
    byte[] text = Messages.text("utf8-split").getBytes(StandardCharsets.UTF_8);
    return Fragmented.take(path, text, () -> once(path, text));
  }

  private static Outcome once(Path path, byte[] text)
      throws OpeningException, BrokenException, InterruptedException {
    // Within the wave, the last character of four bytes, before the full stop.
    int cut = text.length - 3;
    BlockingConnection connection = path.open();
    connection.send(Opcode.TEXT, Payload.of(Arrays.copyOf(text, cut)));
    connection.send(
        Opcode.FIN | Opcode.CONTINUATION, Payload.of(Arrays.copyOfRange(text, cut, text.length)));
    Event.Message reply;
    try {
      reply = Echoes.next(path, connection, "after a text cut within a character");
    } catch (BrokenException broken) {
      if (Integer.valueOf(CloseCode.INVALID_PAYLOAD)
          .equals(broken.outcome().facts().get("closeCode"))) {
        return refused();
      }
      throw broken;
    }
    Outcome fault = EchoJudgement.of(text, true, reply, path.hasEchoed());
    if (fault == null) {
      path.echoed();
      return Outcome.pass("A text cut within a character by a fragment came back whole.");
    }
    return fault;
  }

  private static Outcome refused() {
    return Outcome.fail(
            Cause.UTF8_BROKEN,
            "A text cut within a character by a fragment was closed with 1007: the server or a"
                + " gateway takes each fragment for a text of its own, which RFC 6455 (5.6)"
                + " does not.")
        .with("closeCode", CloseCode.INVALID_PAYLOAD);
  }
}

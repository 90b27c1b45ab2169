package io.github.echosounder.check;

import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.Event;
import io.github.echosounder.client.OpeningException;
import io.github.echosounder.client.Payload;
import io.github.echosounder.wire.frame.Opcode;
import java.nio.charset.StandardCharsets;

/** A text without a character, and one behind it that tells when it will not come any more. */
final class EmptyStep implements Step {

  @Override
  public Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException {
    BlockingConnection connection = path.open();
    byte[] behind = Messages.text("empty").getBytes(StandardCharsets.UTF_8);
    connection.message(Opcode.TEXT, Payload.of(""));
    connection.message(Opcode.TEXT, Payload.of(behind));
    Event.Message reply = Echoes.next(path, connection, "after an empty message");
    if (reply.length() == 0) {
      if (!reply.isText()) {
        return Outcome.fail(Cause.TYPE_CHANGED, "An empty text came back as empty binary.");
      }
      path.echoed();
      return Outcome.pass("An empty message came back empty.");
    }
    if (EchoJudgement.of(behind, true, reply, path.hasEchoed()) == null) {
      return Outcome.fail(
          Cause.EMPTY_LOST,
          "An empty message did not come back, and the one behind it did: the server or a gateway"
              + " drops messages without payload, which heartbeats of applications may be.");
    }
    return Outcome.fail(
        path.hasEchoed() ? Cause.MESSAGE_ALTERED : Cause.NOT_AN_ECHO,
        "An empty message came back as " + Text.quoted(reply.text()) + ".");
  }
}

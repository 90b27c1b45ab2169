package io.github.echosounder.check;

import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.Event;
import io.github.echosounder.client.OpeningException;
import io.github.echosounder.client.Payload;
import io.github.echosounder.wire.frame.Opcode;
import java.nio.charset.StandardCharsets;

/** One message, text or binary, which is to come back as it was. */
final class EchoStep implements Step {

  private final boolean isText;

  private EchoStep(boolean isText) {
    this.isText = isText;
  }

  static EchoStep text() {
    return new EchoStep(true);
  }

  static EchoStep binary() {
    return new EchoStep(false);
  }

  @Override
  public Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException {
    byte[] sent =
        isText ? Messages.text("text").getBytes(StandardCharsets.UTF_8) : Messages.binary();
    String what = isText ? "a text" : "a binary message";
    BlockingConnection connection = path.open();
    connection.message(isText ? Opcode.TEXT : Opcode.BINARY, Payload.of(sent));
    Event.Message reply = Echoes.next(path, connection, "after " + what);
    Outcome fault = EchoJudgement.of(sent, isText, reply, path.hasEchoed());
    if (fault != null) {
      return fault;
    }
    path.echoed();
    return Outcome.pass(
            (isText ? "Text of one to four bytes a character" : "Each of the 256 bytes")
                + " came back as it was.")
        .with("bytes", sent.length);
  }
}

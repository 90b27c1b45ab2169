package io.github.echosounder.check;

import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.Event;
import io.github.echosounder.client.OpeningException;
import io.github.echosounder.client.Payload;
import io.github.echosounder.wire.frame.Opcode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** RFC 6455, 5.4: a message in three fragments, a ping between them. */
final class FragmentationStep implements Step {

  @Override
  public Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException {
    byte[] text = Messages.text("fragmentation").getBytes(StandardCharsets.UTF_8);
    int first = 10;
    int second = 30;
    BlockingConnection connection = path.open();
    connection.send(Opcode.TEXT, Payload.of(Arrays.copyOf(text, first)));
    connection.ping("between".getBytes(StandardCharsets.US_ASCII));
    connection.send(Opcode.CONTINUATION, Payload.of(Arrays.copyOfRange(text, first, second)));
    connection.send(
        Opcode.FIN | Opcode.CONTINUATION,
        Payload.of(Arrays.copyOfRange(text, second, text.length)));
    Event.Message reply =
        Echoes.next(path, connection, "after a message in fragments with a ping between them");
    Outcome fault = EchoJudgement.of(text, true, reply, path.hasEchoed());
    if (fault != null) {
      return fault;
    }
    path.echoed();
    List<Long> sent = List.of((long) first, (long) second - first, (long) text.length - second);
    List<Long> got = reply.frames().stream().map(Event.Frame::length).toList();
    return judge(sent, got, path.isEchosounder())
        .with("sentFragments", sent)
        .with("receivedFragments", got);
  }

  static Outcome judge(List<Long> sent, List<Long> got, boolean isEchosounder) {
    if (sent.equals(got)) {
      return Outcome.pass("Three fragments came back as three, as they were cut.");
    }
    String told =
        "The message came back whole; its "
            + sent.size()
            + " fragments ("
            + sizes(sent)
            + " bytes) as "
            + (got.size() == 1 ? "one frame" : got.size() + " (" + sizes(got) + ")");
    return isEchosounder
        ? Outcome.remark(
            Cause.REFRAGMENTED,
            told
                + ": something on the way reads messages and writes them anew, which RFC 6455 (5.4)"
                + " allows.")
        : Outcome.pass(told + ", which a server may do.");
  }

  private static String sizes(List<Long> sizes) {
    return String.join(", ", sizes.stream().map(String::valueOf).toList());
  }
}

package io.github.echosounder.wire.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.wire.client.Bytes;
import io.github.echosounder.wire.client.ClientFrame;
import io.github.echosounder.wire.client.Deflate;
import io.github.echosounder.wire.frame.Violation;
import io.github.echosounder.wire.reply.Echo.Terms;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 6455, 5.5.1: after a Close has been sent no data is answered. */
class DiscardTest {

  @Test
  void nothingIsAnsweredOrHeldThoughItIsStillJudged() throws Violation {
    byte[] begun = ClientFrame.text("begun before the Close").bytes();
    try (Echo echo = new Echo(Terms.relay(1000).serverWindowBits(15))) {
      echo.read(ClientFrame.text("answered")).read(Bytes.slice(begun, 0, 10));
      echo.reader().sink().release();
      echo.reader().sink(new Discard());
      assertEquals(0, echo.memory().held());
      echo.read(Bytes.slice(begun, 10, begun.length));
      echo.read(
          ClientFrame.ping("p"),
          ClientFrame.binary(new Deflate().compress(new byte[5000])).rsv(4),
          ClientFrame.text("a").unfinished());
      assertEquals(0, echo.memory().held());
      assertEquals(1002, echo.fails(ClientFrame.text("b").bytes()).code());
      assertEquals(List.of("1 answered"), echo.replies().shown());
    }
  }

  @Test
  void whatAFragmentedReplyHasSentStaysAsItIs() throws Violation {
    byte[] large = ClientFrame.binary(new byte[2000]).bytes();
    try (Echo echo = new Echo(Terms.relay(1000))) {
      echo.read(Bytes.slice(large, 0, 508));
      echo.reader().sink().release();
      echo.reader().sink(new Discard());
      echo.read(Bytes.slice(large, 508, large.length));
      assertEquals(1, echo.replies().frames().size());
    }
  }
}

package io.github.echosounder.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 6455, 4.2.2: what the server answers. */
class ServerAnswerTest {

  private static final HandshakeRules CHATTING =
      new HandshakeRules(new Origins(List.of("*")), List.of("chat", "superchat"), false);

  private static String subprotocol(Sample sample) {
    return CHATTING.accept(sample.request()).subprotocol();
  }

  @Test
  void theSampleKeyIsAnsweredAsInTheRfc() {
    Accept accept = Sample.RULES.accept(Sample.to("/ws").request());
    assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", accept.key());
    assertEquals("", accept.subprotocol());
    assertEquals("", accept.extensions());
  }

  @Test
  void theFirstOfferedSubprotocolThatIsConfiguredIsGranted() {
    Sample good = Sample.to("/ws");
    String name = "Sec-WebSocket-Protocol";
    assertEquals("superchat", subprotocol(good.with(name, "mqtt, superchat, chat")));
    assertEquals("chat", subprotocol(good.with(name, "mqtt").with(name, "chat,superchat")));
    assertEquals("", subprotocol(good.with(name, "CHAT")));
    assertEquals("", subprotocol(good));
  }

  @Test
  void compressionIsGrantedWhereItIsOnAndOffered() {
    Sample offering = Sample.to("/ws").with("Sec-WebSocket-Extensions", "permessage-deflate");
    assertEquals("permessage-deflate", Sample.RULES.accept(offering.request()).extensions());
    assertNull(CHATTING.accept(offering.request()).deflate());
  }
}

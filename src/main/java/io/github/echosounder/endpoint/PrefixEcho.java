package io.github.echosounder.endpoint;

import io.github.echosounder.EchosounderConfig;
import jakarta.inject.Inject;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

/** The demo contract at `/`: text comes back with a prefix, binary as it came. */
@ServerEndpoint("/")
public class PrefixEcho {

  private final String prefix;

  @Inject
  PrefixEcho(EchosounderConfig config) {
    prefix = config.replyPrefix().orElse("");
  }

  @OnMessage
  public void answer(Session session, String text) {
    session.getAsyncRemote().sendText(prefix + text);
  }

  @OnMessage
  public void answer(Session session, ByteBuffer bytes) {
    session.getAsyncRemote().sendBinary(bytes);
  }
}

package io.github.echosounder.endpoint;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

/** The exact echo at `/ws`: what comes is what goes back. */
@ServerEndpoint("/ws")
public class ExactEcho {

  @OnMessage
  public void answer(Session session, String text) {
    session.getAsyncRemote().sendText(text);
  }

  @OnMessage
  public void answer(Session session, ByteBuffer bytes) {
    session.getAsyncRemote().sendBinary(bytes);
  }
}

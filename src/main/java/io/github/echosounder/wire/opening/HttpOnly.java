package io.github.echosounder.wire.opening;

import io.github.echosounder.handshake.Problem;
import io.github.echosounder.wire.socket.ReadGate;
import io.netty.channel.ChannelHandlerContext;

/** For servers that are not the one for WebSockets, as that of the management interface. */
record HttpOnly(HandshakeReader main) implements HandshakeReader {

  @Override
  public boolean isReading() {
    return false;
  }

  @Override
  public Outcome answer(ChannelHandlerContext context, RequestHead head, ReadGate gate) {
    return Outcome.LEFT_TO_HTTP;
  }

  @Override
  public void refuse(ChannelHandlerContext context, Problem problem) {
    main.refuse(context, problem);
  }

  @Override
  public void turnAway(ChannelHandlerContext context, String why) {
    main.turnAway(context, why);
  }

  @Override
  public RequestGate newGate() {
    return main.newGate();
  }
}

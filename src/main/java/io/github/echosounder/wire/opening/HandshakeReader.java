package io.github.echosounder.wire.opening;

import io.github.echosounder.handshake.Problem;
import io.github.echosounder.wire.socket.ReadGate;
import io.netty.channel.ChannelHandlerContext;

/** Answers the first request of a connection, where that can be read before there is HTTP. */
interface HandshakeReader {

  /** What has become of a request. */
  enum Outcome {
    /** The channel is a WebSocket. */
    OPENED,
    /** The refusal has been written, and TCP is about to end. */
    REFUSED,
    /** HTTP is to answer. */
    LEFT_TO_HTTP
  }

  /** Whether there is one at all: some settings want HTTP to see every request. */
  boolean isReading();

  /** {@code gate} is held while the connection waits for this; who is opened takes it over. */
  Outcome answer(ChannelHandlerContext context, RequestHead head, ReadGate gate);

  /** What came is no request. */
  void refuse(ChannelHandlerContext context, Problem problem);

  /** What came cannot be told so. */
  void turnAway(ChannelHandlerContext context, String why);

  /** For a connection that HTTP is set up for. */
  RequestGate newGate();
}

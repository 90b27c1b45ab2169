package io.github.echosounder.wire.opening;

import io.github.echosounder.handshake.Answer;
import io.github.echosounder.handshake.Doorway;
import io.github.echosounder.handshake.HandshakeRequest;
import io.github.echosounder.handshake.Problem;
import io.github.echosounder.settings.EchosounderConfig;
import io.github.echosounder.wire.socket.ReadGate;
import io.netty.channel.ChannelHandlerContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Answers handshakes without HTTP, unless a setting wants HTTP to see every request. */
@ApplicationScoped
public class DirectReader implements HandshakeReader {

  private final Doorway doorway;
  private final SocketOpening opening;
  private final AnswerWriter writer;
  private final Newcomers newcomers;
  private final boolean isReading;
  private final Duration patience;

  @Inject
  DirectReader(
      Doorway doorway,
      SocketOpening opening,
      AnswerWriter writer,
      Newcomers newcomers,
      RequestSettings settings,
      EchosounderConfig config) {
    this.doorway = doorway;
    this.opening = opening;
    this.writer = writer;
    this.newcomers = newcomers;
    this.isReading = !settings.isHttpNeeded();
    this.patience = config.handshakeTimeout();
  }

  @Override
  public boolean isReading() {
    return isReading;
  }

  @Override
  public Outcome answer(ChannelHandlerContext context, RequestHead head, ReadGate gate) {
    HandshakeRequest request = head.from(Peers.of(context.channel()));
    Answer answer = doorway.answer(request);
    if (answer instanceof Answer.Open open) {
      opening.open(context.channel(), gate, request, open);
      return Outcome.OPENED;
    }
    if (answer instanceof Answer.Refuse refused) {
      writer.refuse(context, refused.problem());
      return Outcome.REFUSED;
    }
    if (answer instanceof Answer.Mislead mislead) {
      writer.mislead(context, mislead);
      return Outcome.REFUSED;
    }
    return Outcome.LEFT_TO_HTTP;
  }

  @Override
  public void refuse(ChannelHandlerContext context, Problem problem) {
    writer.refuse(context, doorway.refuse(Peers.of(context.channel()), problem));
  }

  @Override
  public void turnAway(ChannelHandlerContext context, String why) {
    doorway.turnAway(Peers.of(context.channel()), why);
  }

  @Override
  public RequestGate newGate() {
    return new RequestGate(doorway, writer, newcomers, patience);
  }
}

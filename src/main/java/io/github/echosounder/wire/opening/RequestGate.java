package io.github.echosounder.wire.opening;

import io.github.echosounder.handshake.Doorway;
import io.github.echosounder.handshake.HandshakeRequest;
import io.github.echosounder.handshake.Problem;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.quarkus.runtime.LaunchMode;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Behind HTTP's decoder: what is no request of HTTP goes no further, and is told why; and TCP that
 * the client has ended its half of ends when all requests have been answered. Vert.x and Quarkus
 * would refuse in silence, or in different ways, or with a stack trace.
 */
final class RequestGate extends ChannelDuplexHandler {

  private final Doorway doorway;
  private final AnswerWriter writer;
  private final Newcomers newcomers;
  private final Duration patience;

  /** Requests that were passed on and have no answer yet. */
  private int unanswered;

  /** The answer to the first of those has begun. */
  private boolean isAnswerBegun;

  /** That was passed on: behind it comes a WebSocket, or the end. */
  private @Nullable HandshakeRequest handshake;

  private boolean isHandshakeJudged;

  private boolean hasPeerEnded;

  /** Nothing is read any more. */
  private boolean isOver;

  /** What is said last, when so many answers have been given as there were requests before it. */
  private @Nullable Problem lastWord;

  private int answersBeforeLastWord;
  private boolean hasSaidLastWord;

  RequestGate(Doorway doorway, AnswerWriter writer, Newcomers newcomers, Duration patience) {
    this.doorway = doorway;
    this.writer = writer;
    this.newcomers = newcomers;
    this.patience = patience;
  }

  static Problem tooSlow() {
    return new Problem(
        408,
        "Request not complete in time",
        "The request's head was not complete in time; the setting echosounder.handshake-timeout"
            + " says how long it may take.");
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
  }

  // --------------------------------------------------------------- requests

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (isOver) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof HttpRequest request) {
      received(context, request);
    } else if (message instanceof HttpContent content && content.decoderResult().isFailure()) {
      ReferenceCountUtil.release(message);
      bodyBroke(context);
    } else {
      context.fireChannelRead(message);
    }
  }

  private void received(ChannelHandlerContext context, HttpRequest request) {
    HandshakeDeadline.met(context.channel());
    Problem problem = RequestFaults.first(request);
    if (problem != null) {
      Problem told = tell(context, request, problem);
      ReferenceCountUtil.release(request);
      endWith(context, told, unanswered);
      return;
    }
    unanswered++;
    if (isHandshake(request)) {
      handshake = Requests.of(request, context.channel());
      Http.stopDecoding(context.pipeline(), newcomers);
    }
    context.fireChannelRead(request);
  }

  /** In dev mode there are WebSockets that are not ours, and HTTP is to see to them. */
  private static boolean isHandshake(HttpRequest request) {
    return request.headers().containsValue(HttpHeaderNames.UPGRADE, "websocket", true)
        && !request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
        && HttpUtil.getContentLength(request, 0L) == 0
        && LaunchMode.current() != LaunchMode.DEVELOPMENT;
  }

  private Problem tell(ChannelHandlerContext context, HttpRequest request, Problem problem) {
    return request instanceof FullHttpRequest
        // Made up by the decoder: it has not read one.
        ? doorway.refuse(Peers.of(context.channel()), problem)
        : doorway.refuse(Requests.of(request, context.channel()), problem);
  }

  private void bodyBroke(ChannelHandlerContext context) {
    Problem problem =
        Problem.badRequest("The request's body is not in chunks as announced (RFC 9112, 7.1).");
    if (unanswered == 0 || (unanswered == 1 && isAnswerBegun)) {
      // What there was to say to the request has been said, or is being said.
      isOver = true;
      if (unanswered == 0) {
        end(context);
      }
      return;
    }
    endWith(context, doorway.refuse(Peers.of(context.channel()), problem), unanswered - 1);
  }

  // ---------------------------------------------------------------- answers

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (hasSaidLastWord) {
      ReferenceCountUtil.release(message);
      promise.trySuccess();
      return;
    }
    boolean isInterim =
        message instanceof HttpResponse response
            && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    boolean isEnd = message instanceof LastHttpContent && !isInterim;
    if (!isInterim && message instanceof HttpResponse response) {
      if (!response.headers().contains(HttpHeaderNames.DATE)) {
        response.headers().set(HttpHeaderNames.DATE, HttpDate.now());
      }
      if (handshake != null && unanswered == 1) {
        refused(handshake, response);
      }
    }
    isAnswerBegun = !isEnd && (isAnswerBegun || (message instanceof HttpResponse && !isInterim));
    context.write(message, promise);
    if (isEnd) {
      answered(context);
    }
  }

  /** The doorway is about to answer the handshake, and tells of it. */
  static void judged(Channel channel) {
    RequestGate gate = channel.pipeline().get(RequestGate.class);
    if (gate != null) {
      gate.isHandshakeJudged = true;
    }
  }

  /** The handshake is answered below HTTP, from where this returns; HTTP has no more say. */
  static ChannelHandlerContext leave(ChannelPipeline pipeline) {
    RequestGate gate = pipeline.get(RequestGate.class);
    if (gate != null) {
      gate.isOver = true;
      gate.hasSaidLastWord = true;
    }
    Http.dropWhatIsBehind(pipeline);
    return Http.below(pipeline.context(VertxInternals.REQUESTS));
  }

  private void refused(HandshakeRequest handshake, HttpResponse response) {
    response.headers().add(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (!isHandshakeJudged) {
      int status = response.status().code();
      Problem told =
          doorway.refuse(
              handshake,
              new Problem(
                  status,
                  "Not let through by HTTP",
                  "a setting of quarkus.http has answered this handshake with " + status));
      told.headers().forEach(response.headers()::set);
    }
  }

  private void answered(ChannelHandlerContext context) {
    unanswered--;
    if (lastWord != null && --answersBeforeLastWord == 0) {
      say(context, lastWord);
    } else if (unanswered == 0 && (isOver || handshake != null || hasPeerEnded)) {
      end(context);
    }
  }

  private void endWith(ChannelHandlerContext context, Problem problem, int answersBefore) {
    isOver = true;
    if (answersBefore == 0) {
      say(context, problem);
    } else {
      lastWord = problem;
      answersBeforeLastWord = answersBefore;
    }
  }

  private void say(ChannelHandlerContext context, Problem problem) {
    hasSaidLastWord = true;
    Http.dropWhatIsBehind(context.pipeline());
    writer.refuse(Http.below(context), problem);
  }

  private void end(ChannelHandlerContext context) {
    isOver = true;
    hasSaidLastWord = true;
    Http.dropWhatIsBehind(context.pipeline());
    writer.end(Http.below(context), hasPeerEnded);
  }

  // ----------------------------------------------------------------- events

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      peerEnded(context);
    } else if (event instanceof HandshakeDeadline.Expired) {
      if (unanswered == 0 && !isOver) {
        endWith(context, doorway.refuse(Peers.of(context.channel()), tooSlow()), 0);
      }
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  private void peerEnded(ChannelHandlerContext context) {
    hasPeerEnded = true;
    if (hasSaidLastWord) {
      context.close();
    } else if (unanswered == 0) {
      end(context);
    } else {
      Future<?> limit =
          context
              .executor()
              .schedule(() -> context.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
      context.channel().closeFuture().addListener(closed -> limit.cancel(false));
    }
  }
}

package io.github.echosounder.wire.opening;

import io.github.echosounder.handshake.Problem;
import io.github.echosounder.wire.socket.ReadGate;
import io.github.echosounder.wire.socket.ReadGate.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is new: nothing is set up for it before its first request is there and it is
 * its turn. A plain handshake is then answered without HTTP, which is most of what a WebSocket
 * would cost at its start; for whatever else comes HTTP is set up, and reads it. Behind TLS it is
 * the same: the end of the TLS handshake, at which HTTP would be set up, is not told on before.
 */
final class FirstBytes extends ChannelInboundHandlerAdapter {

  private enum State {
    READING,
    /** For its turn. */
    WAITING,
    /** It was told so; what still comes is dropped until TCP has ended. */
    REFUSED
  }

  private final HandshakeReader reader;
  private final Newcomers newcomers;
  private State state = State.READING;
  private @Nullable ChannelHandler http;
  private @Nullable ChannelHandlerContext context;
  private @Nullable SslHandshakeCompletionEvent afterTls;
  private @Nullable ReadGate gate;
  private @Nullable ByteBuf held;

  /** Of memory. */
  private int heldBytes;

  /** Of what is held, so much is known to be no whole head. */
  private int seen;

  private int headSize;

  private boolean hasPeerEnded;

  FirstBytes(HandshakeReader reader, Newcomers newcomers) {
    this.reader = reader;
    this.newcomers = newcomers;
  }

  /**
   * What sets up HTTP is in the pipeline by now where there is no TLS, and has not been asked to.
   */
  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
    gate = new ReadGate(context.channel().config());
    http = context.pipeline().get(ChannelInitializer.class);
    if (http != null) {
      context.pipeline().remove(http);
    }
    // What a peer sent before it ended its half of TCP is to be dealt with when its turn comes.
    context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
  }

  // ---------------------------------------------------------------- reading

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes) || state == State.REFUSED) {
      ReferenceCountUtil.release(message);
      return;
    }
    hold(context, bytes);
    if (state == State.READING) {
      look(context);
    }
  }

  private void look(ChannelHandlerContext context) {
    ByteBuf bytes = held;
    if (bytes == null) {
      return;
    }
    boolean isReadHere = reader.isReading() && RequestHead.isBegunBy(bytes);
    headSize = isReadHere ? RequestHead.size(bytes, seen) : RequestHead.NOT_READ_HERE;
    Problem problem = headSize > 0 ? null : Preamble.problem(bytes);
    if (problem != null) {
      refuse(context, problem);
    } else if (headSize == 0) {
      seen = bytes.readableBytes();
      awaitRest(context);
    } else {
      awaitTurn(context);
    }
  }

  private void awaitRest(ChannelHandlerContext context) {
    HandshakeDeadline deadline = HandshakeDeadline.of(context.channel());
    if (deadline != null) {
      deadline.holding();
    }
    newcomers.makeRoom();
  }

  /** In memory of its own: no more is held than is counted. */
  private void hold(ChannelHandlerContext context, ByteBuf bytes) {
    if (held == null) {
      try {
        held = context.alloc().directBuffer(bytes.readableBytes()).writeBytes(bytes);
      } finally {
        bytes.release();
      }
    } else {
      held = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), held, bytes);
    }
    int more = held.capacity() - heldBytes;
    heldBytes += more;
    newcomers.hold(more);
  }

  private @Nullable ByteBuf release() {
    ByteBuf bytes = held;
    held = null;
    newcomers.hold(-heldBytes);
    heldBytes = 0;
    return bytes;
  }

  private void awaitTurn(ChannelHandlerContext context) {
    state = State.WAITING;
    HandshakeDeadline deadline = HandshakeDeadline.of(context.channel());
    if (deadline != null) {
      deadline.pause();
    }
    gate().hold(Reason.NEW);
    newcomers.queue().add(this, (SingleThreadEventLoop) context.channel().eventLoop());
  }

  private ReadGate gate() {
    return Objects.requireNonNull(gate, "not in a pipeline");
  }

  // -------------------------------------------------------------- answering

  /** It is its turn. It may have gone meanwhile. */
  void admit() {
    ByteBuf bytes = release();
    if (bytes == null || context == null) {
      return;
    }
    ChannelPipeline pipeline = context.pipeline();
    try {
      switch (answer(context, bytes)) {
        case OPENED -> passOn(pipeline, bytes);
        case REFUSED -> {
          state = State.REFUSED;
          gate().release(Reason.NEW);
          bytes.release();
        }
        case LEFT_TO_HTTP -> {
          leaveToHttp(context);
          passOn(pipeline, bytes);
        }
      }
    } catch (Throwable fault) {
      // Of ours: it ends this connection alone.
      ReferenceCountUtil.safeRelease(bytes);
      pipeline.fireExceptionCaught(fault);
      pipeline.close();
    }
  }

  /** A client need not wait for the answer: what it sent behind the request stays in the bytes. */
  private HandshakeReader.Outcome answer(ChannelHandlerContext context, ByteBuf bytes) {
    RequestHead head = RequestHead.read(bytes, headSize);
    if (head == null) {
      return HandshakeReader.Outcome.LEFT_TO_HTTP;
    }
    HandshakeReader.Outcome outcome = reader.answer(context, head, gate());
    if (outcome == HandshakeReader.Outcome.OPENED) {
      bytes.skipBytes(head.size());
    }
    return outcome;
  }

  private void leaveToHttp(ChannelHandlerContext context) {
    ChannelPipeline pipeline = context.pipeline();
    if (http != null) {
      pipeline.addLast(http);
    }
    if (afterTls != null) {
      context.fireUserEventTriggered(afterTls);
    }
    if (Http.isSetUp(pipeline)) {
      Http.guard(pipeline, reader.newGate());
    } else if (http != null) {
      // The PROXY protocol comes first, and HTTP behind it.
      pipeline.addLast(new FirstBytes(reader, newcomers));
    }
    HandshakeDeadline deadline = HandshakeDeadline.of(context.channel());
    if (deadline != null) {
      deadline.resume();
    }
    pipeline.remove(this);
    gate().release(Reason.NEW);
  }

  /** To what is in this handler's place now. */
  private void passOn(ChannelPipeline pipeline, ByteBuf bytes) {
    ChannelHandlerContext tls = pipeline.context(SslHandler.class);
    if (tls == null) {
      pipeline.fireChannelRead(bytes);
      pipeline.fireChannelReadComplete();
    } else {
      tls.fireChannelRead(bytes);
      tls.fireChannelReadComplete();
    }
    if (hasPeerEnded) {
      pipeline.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }
  }

  private void refuse(ChannelHandlerContext context, Problem problem) {
    state = State.REFUSED;
    HandshakeDeadline.met(context.channel());
    reader.refuse(context, problem);
    ReferenceCountUtil.release(release());
  }

  // ----------------------------------------------------------------- events

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent tls) {
      afterTls(context, tls);
    } else if (event instanceof ChannelInputShutdownEvent) {
      peerEnded(context);
    } else if (event instanceof HandshakeDeadline.GivenUp) {
      // At once: the room is for others.
      state = State.REFUSED;
      ReferenceCountUtil.release(release());
    } else if (event instanceof HandshakeDeadline.Expired expired) {
      expired(context, expired);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  private void afterTls(ChannelHandlerContext context, SslHandshakeCompletionEvent event) {
    if (event.isSuccess()) {
      afterTls = event;
      return;
    }
    // Of one that has just gone there is nothing to tell.
    if (context.channel().isActive() && Tls.isFaultOfPeer(event.cause())) {
      reader.turnAway(context, Tls.failure(event.cause()));
    }
    context.fireUserEventTriggered(event);
    context.close();
  }

  private void peerEnded(ChannelHandlerContext context) {
    if (state == State.WAITING) {
      hasPeerEnded = true;
    } else if (state == State.READING && held != null) {
      hasPeerEnded = true;
      refuse(context, Problem.badRequest("TCP ended within the request's head (RFC 9112, 8)."));
    } else {
      context.close();
    }
  }

  private void expired(ChannelHandlerContext context, HandshakeDeadline.Expired expired) {
    if (state != State.READING) {
      return;
    }
    if (held != null) {
      refuse(context, RequestGate.tooSlow());
    } else {
      if (expired.hasReceived()) {
        reader.turnAway(context, "TLS handshake not complete in time");
      }
      context.close();
    }
  }

  /** One that is reset before its turn has nobody else yet who would expect that. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException || Tls.isFaultOfPeer(cause)) {
      context.close();
    } else {
      context.fireExceptionCaught(cause);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    ReferenceCountUtil.release(release());
  }
}

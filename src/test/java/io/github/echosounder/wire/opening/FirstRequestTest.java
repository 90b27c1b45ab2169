package io.github.echosounder.wire.opening;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.handshake.Problem;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.client.Footprint;
import io.github.echosounder.wire.socket.ReadGate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the bytes of a connection's first request: none is lost, and none is kept. */
class FirstRequestTest {

  private static final String HEAD = "GET /ws HTTP/1.1\r\nHost: a\r\n\r\n";

  private final EventLoopGroup loops = new NioEventLoopGroup(1);
  private final HeldMemory memory = new HeldMemory(1 << 20);
  private final Reader reader = new Reader();
  private final List<String> passedOn = new CopyOnWriteArrayList<>();
  private final long buffersBefore = Footprint.buffers();
  private final LocalChannel channel = new LocalChannel();

  /** Answers as the test wants it. */
  private static final class Reader implements HandshakeReader {
    private Outcome outcome = Outcome.REFUSED;
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public boolean isReading() {
      return true;
    }

    @Override
    public Outcome answer(ChannelHandlerContext context, RequestHead head, ReadGate gate) {
      told.add("answer " + head.target().path());
      if (outcome == Outcome.OPENED) {
        context.pipeline().remove(FirstBytes.class);
      }
      return outcome;
    }

    @Override
    public void refuse(ChannelHandlerContext context, Problem problem) {
      told.add("refuse " + problem.status());
    }

    @Override
    public void turnAway(ChannelHandlerContext context, String why) {
      told.add("turn away");
    }

    @Override
    public RequestGate newGate() {
      throw new IllegalStateException("nothing is left to HTTP");
    }
  }

  /** In the place of the WebSocket. */
  private final class Next extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      passedOn.add(bytes.toString(UTF_8));
      bytes.release();
    }
  }

  private void open() throws InterruptedException {
    channel
        .pipeline()
        .addLast(new FirstBytes(reader, new Newcomers(10, memory)))
        .addLast(new Next());
    loops.register(channel).sync();
  }

  private void comes(String text) throws InterruptedException {
    inLoop(() -> {
      byte[] bytes = text.getBytes(UTF_8);
      channel
          .pipeline()
          .fireChannelRead(
              PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes));
    });
    turnsAreOver();
  }

  /** A newcomer has its turn at the end of a pass: what is added behind it runs behind it. */
  private void turnsAreOver() throws InterruptedException {
    var over = new CountDownLatch(1);
    var loop = (SingleThreadEventLoop) channel.eventLoop();
    inLoop(() -> loop.executeAfterEventLoopIteration(over::countDown));
    assertTrue(over.await(30, TimeUnit.SECONDS));
  }

  private void inLoop(Runnable action) throws InterruptedException {
    channel.eventLoop().submit(action).sync();
  }

  @AfterEach
  void nothingIsLeft() throws InterruptedException {
    channel.close().sync();
    inLoop(() -> {});
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    assertEquals(0, memory.held());
    assertEquals(buffersBefore, Footprint.buffers(), "buffers of the pool");
  }

  @Test
  void whatIsBehindAHandshakeIsPassedOn() throws InterruptedException {
    reader.outcome = HandshakeReader.Outcome.OPENED;
    open();
    comes(HEAD + "behind it");
    assertEquals(List.of("answer /ws"), reader.told);
    assertEquals(List.of("behind it"), passedOn);
  }

  @Test
  void whatComesWithOrBehindARefusedHandshakeIsDropped() throws InterruptedException {
    open();
    comes(HEAD + "behind it");
    comes("and more");
    assertEquals(List.of("answer /ws"), reader.told);
    assertEquals(List.of(), passedOn);
  }

  @Test
  void whatIsNoHttpIsRefusedAtOnce() throws InterruptedException {
    open();
    comes("GARBAGE\r\n");
    comes("and more");
    assertEquals(List.of("refuse 400"), reader.told);
  }

  @Test
  void aHeadThatIsNotCompleteInTimeIsToldSo() throws InterruptedException {
    open();
    comes("GET /ws HT");
    inLoop(() -> channel.pipeline().fireUserEventTriggered(new HandshakeDeadline.Expired(true)));
    assertEquals(List.of("refuse 408"), reader.told);
  }

  @Test
  void anUnfinishedHeadIsGivenBackWhenItsConnectionEnds() throws InterruptedException {
    open();
    comes("GET /ws HT");
    assertEquals(List.of(), reader.told);
  }
}

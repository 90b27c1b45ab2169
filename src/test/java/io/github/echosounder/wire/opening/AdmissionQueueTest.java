package io.github.echosounder.wire.opening;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.handshake.Problem;
import io.github.echosounder.session.HeldMemory;
import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.socket.ReadGate;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Those that are new and those that are open take turns. */
class AdmissionQueueTest {
  private final EventLoopGroup loops = new NioEventLoopGroup(1);
  private final EventLoop loop = loops.next();
  private final List<String> order = new ArrayList<>();
  private final Newcomers newcomers = new Newcomers(10, new HeldMemory(1 << 20));

  @Test
  void whatElseThereIsToDoIsDoneBetweenTwoThatAreNew() throws Exception {
    try {
      LocalChannel first = connection("first");
      LocalChannel second = connection("second");
      loop.submit(
              () -> {
                comes(first);
                comes(second);
              })
          .sync();
      assertEquals(
          List.of("first is admitted", "first is served", "second is admitted", "second is served"),
          seen(4));
    } finally {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }
  }

  @Test
  void aFaultWithOneDoesNotKeepOutThoseBehindIt() throws Exception {
    behindOneThatFailsWith(() -> {
      throw new IllegalStateException("a fault, made by the test");
    });
  }

  @Test
  void anErrorWithOneDoesNotKeepOutThoseBehindIt() throws Exception {
    behindOneThatFailsWith(() -> {
      throw new OutOfMemoryError("made by the test");
    });
  }

  private void behindOneThatFailsWith(Runnable failure) throws Exception {
    try {
      LocalChannel faulty = connection(failure);
      LocalChannel next = connection("next");
      loop.submit(
              () -> {
                comes(faulty);
                comes(next);
              })
          .sync();
      faulty.closeFuture().sync();
      assertEquals(List.of("next is admitted", "next is served"), seen(2));
    } finally {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }
  }

  /** What has happened when so much has. */
  private List<String> seen(int most) throws Exception {
    List<String> seen = List.of();
    for (int i = 0; i < 500 && seen.size() < most; i++) {
      RawSocket.pause(10);
      seen = loop.submit(() -> List.copyOf(order)).get();
    }
    return seen;
  }

  private LocalChannel connection(String name) throws InterruptedException {
    return connection(() -> {
      order.add(name + " is admitted");
      loop.execute(() -> order.add(name + " is served"));
      beyondItsShare();
    });
  }

  private LocalChannel connection(Runnable admission) throws InterruptedException {
    var channel = new LocalChannel();
    channel.pipeline().addLast(new FirstBytes(new Admitting(admission), newcomers));
    loop.register(channel).sync();
    return channel;
  }

  /** Admits whatever comes. */
  private record Admitting(Runnable admission) implements HandshakeReader {
    @Override
    public boolean isReading() {
      return true;
    }

    @Override
    public Outcome answer(ChannelHandlerContext context, RequestHead head, ReadGate gate) {
      admission.run();
      return Outcome.OPENED;
    }

    @Override
    public void refuse(ChannelHandlerContext context, Problem problem) {}

    @Override
    public void turnAway(ChannelHandlerContext context, String why) {}

    @Override
    public RequestGate newGate() {
      throw new IllegalStateException("nothing is left to HTTP");
    }
  }

  private static void comes(LocalChannel channel) {
    channel
        .pipeline()
        .fireChannelRead(
            Unpooled.copiedBuffer(
                "GET /ws HTTP/1.1\r\nHost: a\r\n\r\n", StandardCharsets.US_ASCII));
  }

  private static void beyondItsShare() {
    long since = System.nanoTime();
    while (System.nanoTime() - since < TimeUnit.MILLISECONDS.toNanos(1)) {
      Thread.onSpinWait();
    }
  }
}

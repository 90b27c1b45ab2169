package io.github.echosounder.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.wire.client.RawSocket;
import io.github.echosounder.wire.opening.Arrival;
import io.netty.buffer.Unpooled;
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
class ArrivalsTest {
  private final EventLoopGroup loops = new NioEventLoopGroup(1);
  private final EventLoop loop = loops.next();
  private final List<String> order = new ArrayList<>();

  @Test
  void whatElseThereIsToDoIsDoneBetweenTwoThatAreNew() throws Exception {
    try {
      LocalChannel first = arrival("first");
      LocalChannel second = arrival("second");
      loop.submit(
              () -> {
                comes(first);
                comes(second);
              })
          .sync();
      assertEquals(
          List.of("first is let in", "first is served", "second is let in", "second is served"),
          seen(4));
    } finally {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }
  }

  @Test
  void aFaultWithOneDoesNotKeepOutThoseBehindIt() throws Exception {
    try {
      LocalChannel faulty =
          arrival((channel, request) -> {
            throw new IllegalStateException("a fault, made by the test");
          });
      LocalChannel next = arrival("next");
      loop.submit(
              () -> {
                comes(faulty);
                comes(next);
              })
          .sync();
      faulty.closeFuture().sync();
      assertEquals(List.of("next is let in", "next is served"), seen(2));
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

  private LocalChannel arrival(String name) throws InterruptedException {
    return arrival((channel, request) -> {
      order.add(name + " is let in");
      loop.execute(() -> order.add(name + " is served"));
      beyondItsShare();
      return true;
    });
  }

  private LocalChannel arrival(Arrival.Opener opener) throws InterruptedException {
    var channel = new LocalChannel();
    channel.pipeline().addLast(new Arrival(opener));
    loop.register(channel).sync();
    return channel;
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

package io.github.echosounder.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Opens connections, each on one of its event loops. */
public final class Client implements AutoCloseable {

  /** Above the first, what is to be sent waits as what it is; below the second, it goes on. */
  private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(64 << 10, 256 << 10);

  private final EventLoopGroup loops;
  private final Class<? extends Channel> channel;
  private final Map<EventLoop, LoopMemory> memory = new ConcurrentHashMap<>();

  public Client(int eventLoops) {
    DefaultThreadFactory threads = new DefaultThreadFactory("websocket-client", true);
    if (Epoll.isAvailable()) {
      loops = new EpollEventLoopGroup(eventLoops, threads);
      channel = EpollSocketChannel.class;
    } else {
      loops = new NioEventLoopGroup(eventLoops, threads);
      channel = NioSocketChannel.class;
    }
  }

  /** Begins to open a connection; the listener is told how that ends. */
  public Connection open(Request request, InetSocketAddress server, Listener listener) {
    Connection connection = new Connection(request, listener);
    new Bootstrap()
        .group(loops)
        .channel(channel)
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(ChannelOption.TCP_NODELAY, true)
        // What a server says before it ends TCP is read even where writing has failed.
        .option(ChannelOption.AUTO_CLOSE, false)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
        .option(
            ChannelOption.CONNECT_TIMEOUT_MILLIS,
            (int) Math.min(Integer.MAX_VALUE, Math.max(1, request.timeout().toMillis())))
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel opened) {
                opened.pipeline().addLast(new Opening(connection, memoryOf(opened.eventLoop())));
              }
            })
        .connect(server)
        .addListener(done -> {
          if (done.cause() != null) {
            connection.failed(ConnectFailure.of(done.cause(), server, connection.timings()));
          }
        });
    return connection;
  }

  /** Runs it on an event loop: with one loop, on that of every connection. */
  public void execute(Runnable task) {
    loops.next().execute(task);
  }

  /** The same after a while. */
  public void schedule(Runnable task, long delay, TimeUnit unit) {
    loops.next().schedule(task, delay, unit);
  }

  private LoopMemory memoryOf(EventLoop loop) {
    return memory.computeIfAbsent(loop, LoopMemory::new);
  }

  /** Ends every connection, and waits for that for a moment. */
  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}

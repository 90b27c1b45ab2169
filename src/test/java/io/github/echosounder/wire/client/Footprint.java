package io.github.echosounder.wire.client;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds, the service under test and the test with it: live heap and direct
 * memory.
 */
public record Footprint(long heap, long direct) {
  public static Footprint now() {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    long pools =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    // Netty may take memory past the JDK's own count.
    return new Footprint(heap, pools + Math.max(0, PlatformDependent.usedDirectMemory()));
  }

  /** Bytes by which this is more than it was. */
  public long since(Footprint earlier) {
    return heap + direct - earlier.heap - earlier.direct;
  }

  /** Buffers of Netty's pool that have not been given back. */
  public static long buffers() {
    var pool = PooledByteBufAllocator.DEFAULT.metric();
    return Stream.concat(pool.directArenas().stream(), pool.heapArenas().stream())
        .mapToLong(PoolArenaMetric::numActiveAllocations)
        .sum();
  }

  /** How many files and sockets this process has open. */
  public static int descriptors() {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return (int) open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

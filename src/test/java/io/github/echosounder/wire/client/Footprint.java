package io.github.echosounder.wire.client;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

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

  /** How many files and sockets this process has open. */
  public static int descriptors() {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return (int) open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

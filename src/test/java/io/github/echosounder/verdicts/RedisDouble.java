package io.github.echosounder.verdicts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A Redis in this process, which answers SET, GET, ZADD, ZREVRANGE and TIME, or not at all. */
final class RedisDouble extends RedisServer {

  final Map<String, String> values = new ConcurrentHashMap<>();
  final Map<String, Map<String, Double>> sorted = new ConcurrentHashMap<>();

  /** The keys that were set, in order. */
  final List<String> sets = new CopyOnWriteArrayList<>();

  volatile long seconds = 1_000_000;

  /** It answers behind this. */
  volatile CountDownLatch slow = new CountDownLatch(0);

  /** Whether it answers. */
  volatile boolean isAnswering = true;

  @SuppressWarnings("NullAway") // No client of a real one.
  RedisDouble() {
    super(null);
  }

  @Override
  CompletableFuture<List<List<String>>> send(List<List<String>> commands, Duration limit) {
    if (!isAnswering) {
      return new CompletableFuture<>();
    }
    try {
      slow.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    List<List<String>> replies = new ArrayList<>();
    for (List<String> command : commands) {
      replies.add(reply(command));
    }
    return CompletableFuture.completedFuture(replies);
  }

  private List<String> reply(List<String> command) {
    return switch (command.get(0)) {
      case "TIME" -> List.of(Long.toString(seconds), "0");
      case "GET" ->
          values.containsKey(command.get(1)) ? List.of(values.get(command.get(1))) : List.of();
      case "SET" -> {
        values.put(command.get(1), command.get(2));
        sets.add(command.get(1));
        yield List.of("OK");
      }
      case "ZADD" -> {
        sorted
            .computeIfAbsent(command.get(1), key -> new ConcurrentHashMap<>())
            .put(command.get(3), Double.valueOf(command.get(2)));
        yield List.of("1");
      }
      case "ZREVRANGE" ->
          sorted.getOrDefault(command.get(1), Map.of()).entrySet().stream()
              .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
              .map(Map.Entry::getKey)
              .toList();
      default -> List.of();
    };
  }
}

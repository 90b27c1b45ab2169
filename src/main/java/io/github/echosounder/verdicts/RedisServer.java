package io.github.echosounder.verdicts;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The Redis that the replicas share. No answer takes longer than its time limit. */
@Singleton
class RedisServer {

  /** There is none to be had where no setting names one. */
  private final Instance<Redis> client;

  @Inject
  RedisServer(Instance<Redis> client) {
    this.client = client;
  }

  /**
   * The replies in order, each as the list of its elements: of one for a single value, empty for
   * none. An error among them is the error of all.
   *
   * @param commands each a name and its arguments
   */
  CompletableFuture<List<List<String>>> send(List<List<String>> commands, Duration limit) {
    List<Request> requests = new ArrayList<>(commands.size());
    for (List<String> command : commands) {
      Request request = Request.cmd(Command.create(command.get(0)));
      command.subList(1, command.size()).forEach(request::arg);
      requests.add(request);
    }
    return client
        .get()
        .batch(requests)
        .map(replies -> replies.stream().map(RedisServer::elements).toList())
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static List<String> elements(@Nullable Response reply) {
    List<String> elements = new ArrayList<>();
    if (reply == null) {
      return elements;
    }
    if (reply.type() == ResponseType.MULTI) {
      reply.forEach(element -> elements.addAll(elements(element)));
    } else {
      elements.add(reply.toString());
    }
    return elements;
  }
}

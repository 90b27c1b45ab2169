package io.github.echosounder.verdicts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What Redis knows of the connections of all replicas, also of those that are gone. */
final class Shared {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Set<String> NOT_OVER =
      Set.of(Account.State.OPEN.label(), Account.State.CLOSING.label());

  /** Beyond so many questions at once Redis counts as not answering. */
  private final Semaphore questions = new Semaphore(64);

  private final RedisServer redis;
  private final Sharing sharing;
  private final ObjectMapper json;

  Shared(RedisServer redis, Sharing sharing, ObjectMapper json) {
    this.redis = redis;
    this.sharing = sharing;
    this.json = json;
  }

  /** Fails when Redis does. */
  CompletableFuture<@Nullable JsonNode> find(Kept.Kind kind, String id) {
    return ask(List.of(List.of("GET", Keys.entry(kind, id))))
        .thenCompose(replies -> completed(texts(replies)))
        .thenApply(found -> found.isEmpty() ? null : found.get(0));
  }

  /** Of a label, or of all where it is null; the newest first. Fails when Redis does. */
  CompletableFuture<List<JsonNode>> several(Kept.Kind kind, @Nullable String label) {
    String index = label == null ? Keys.all(kind) : Keys.label(kind, label);
    return ask(List.of(List.of("ZREVRANGE", index, "0", "-1")))
        .thenCompose(ids ->
            ask(ids.get(0).stream().map(id -> List.of("GET", Keys.entry(kind, id))).toList()))
        .thenCompose(replies -> completed(texts(replies)));
  }

  private CompletableFuture<List<List<String>>> ask(List<List<String>> commands) {
    if (commands.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    if (!sharing.isAnswering() || !questions.tryAcquire()) {
      return CompletableFuture.failedFuture(new IllegalStateException("Redis does not answer"));
    }
    return redis.send(commands, PATIENCE).whenComplete((replies, fault) -> questions.release());
  }

  private List<JsonNode> texts(List<List<String>> replies) {
    return replies.stream().flatMap(List::stream).map(this::read).toList();
  }

  private JsonNode read(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not written by an Echosounder", e);
    }
  }

  /** Of those that were open when they were written: whether they still can be. */
  private CompletableFuture<List<JsonNode>> completed(List<JsonNode> found) {
    List<String> instances =
        found.stream().filter(Shared::isOpen).map(Shared::instance).distinct().toList();
    if (instances.isEmpty()) {
      return CompletableFuture.completedFuture(found);
    }
    List<List<String>> commands =
        Stream.concat(
                Stream.of(List.of("TIME")),
                instances.stream().map(instance -> List.of("GET", Keys.beat(instance))))
            .toList();
    return ask(commands)
        .thenApply(replies -> {
          long now = Long.parseLong(replies.get(0).get(0));
          List<JsonNode> completed = new ArrayList<>(found);
          completed.replaceAll(known -> {
            if (!isOpen(known)) {
              return known;
            }
            List<String> beat = replies.get(1 + instances.indexOf(instance(known)));
            return judged(
                (ObjectNode) known, beat.isEmpty() ? 0 : Long.parseLong(beat.get(0)), now);
          });
          return completed;
        });
  }

  /** Whether its end was not over when it was written. */
  private static boolean isOpen(JsonNode known) {
    return NOT_OVER.contains(known.path("state").asText());
  }

  private static String instance(JsonNode known) {
    return known.at("/server/instance").asText();
  }

  /**
   * An instance that said that it is there until some time ago, and then no more, has ended with
   * all its connections. Where it never did, or Redis itself was away meanwhile, nobody knows.
   */
  private JsonNode judged(ObjectNode known, long beatSeconds, long nowSeconds) {
    if (beatSeconds != 0 && nowSeconds - beatSeconds <= Sharing.SILENCE.toSeconds()) {
      return known;
    }
    if (beatSeconds == 0 || !sharing.isSureOfSilence()) {
      return known.put("state", Account.State.UNKNOWN.label());
    }
    String heard = latest(known, beatSeconds * 1000);
    known.put("state", Account.State.ENDED.label());
    known.put("lastHeard", heard);
    known.set("verdict", json.valueToTree(Account.End.unseen(closing(known), heard)));
    known.putNull("closing");
    return known;
  }

  private Account.@Nullable Closing closing(JsonNode known) {
    JsonNode begun = known.path("closing");
    return begun.isObject() ? json.convertValue(begun, Account.Closing.class) : null;
  }

  /** Clocks differ, and what it has told was heard as well. */
  private static String latest(JsonNode known, long beatMillis) {
    Instant told = Instant.parse(known.path("asOf").asText());
    Instant beat = Instant.ofEpochMilli(beatMillis);
    return (told.isAfter(beat) ? told : beat).toString();
  }
}

package io.github.echosounder.verdicts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.settings.EchosounderConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** All replicas, where they share a Redis: without that setting there is nothing here at all. */
@ApplicationScoped
public class Replicas {

  private static final int LAST = Integer.MAX_VALUE;

  private final Accounts accounts;
  private final boolean isOn;
  private volatile @Nullable Sharing sharing;
  private volatile @Nullable Shared shared;

  @Inject
  Replicas(Accounts accounts, EchosounderConfig config) {
    this.accounts = accounts;
    this.isOn = config.verdicts().redis().isPresent();
  }

  void start(
      @Observes StartupEvent event,
      RedisServer redis,
      Instance<ObjectMapper> mapper,
      EchosounderConfig config) {
    if (!isOn) {
      return;
    }
    ObjectMapper json = mapper.get();
    Sharing started =
        new Sharing(
            redis,
            json,
            accounts.instance(),
            config.verdicts().redisKeep(),
            config.verdicts().list(),
            accounts);
    sharing = started;
    shared = new Shared(redis, started, json);
    accounts.tellOn(started::tell);
    started.start();
  }

  void end(@Observes @Priority(LAST) ShutdownEvent event) throws InterruptedException {
    Sharing started = sharing;
    if (started != null) {
      started.end();
    }
  }

  public boolean areOn() {
    return isOn;
  }

  /** Whether Redis takes what it is told. */
  public boolean areAnswering() {
    Sharing started = sharing;
    return started != null && started.isAnswering();
  }

  /** What Redis did not take at once. */
  public long leftOut() {
    Sharing started = sharing;
    return started == null ? 0 : started.leftOut();
  }

  /** Null where no replica knows it. Fails when Redis does. */
  public CompletableFuture<@Nullable JsonNode> connection(String id) {
    return find(Kept.Kind.CONNECTION, id);
  }

  /** Null where no replica knows it. Fails when Redis does. */
  public CompletableFuture<@Nullable JsonNode> refusal(String id) {
    return find(Kept.Kind.REFUSAL, id);
  }

  /** Those of this label, or of all the newest; newest first. Fails when Redis does. */
  public CompletableFuture<List<JsonNode>> connections(@Nullable String label) {
    return several(Kept.Kind.CONNECTION, label);
  }

  /** Those of this label, or of all the newest; newest first. Fails when Redis does. */
  public CompletableFuture<List<JsonNode>> refusals(@Nullable String label) {
    return several(Kept.Kind.REFUSAL, label);
  }

  private CompletableFuture<@Nullable JsonNode> find(Kept.Kind kind, String id) {
    Shared all = shared;
    return all == null ? CompletableFuture.completedFuture(null) : all.find(kind, id);
  }

  private CompletableFuture<List<JsonNode>> several(Kept.Kind kind, @Nullable String label) {
    Shared all = shared;
    return all == null ? CompletableFuture.completedFuture(List.of()) : all.several(kind, label);
  }
}

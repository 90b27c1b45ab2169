package io.github.echosounder.verdicts;

import io.github.echosounder.session.Connection;
import io.github.echosounder.session.ConnectionObserver;
import io.github.echosounder.session.Connections;
import io.github.echosounder.session.PendingRefusal;
import io.github.echosounder.session.Refusal;
import io.github.echosounder.session.Verdict;
import io.github.echosounder.settings.EchosounderConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What this instance itself knows: the open connections, the latest ends and refusals. */
@ApplicationScoped
public class Accounts implements ConnectionObserver, Sharing.Memory {

  /** The connections observe themselves by this: they come later. */
  private final Instance<Connections> connections;

  private final EchosounderConfig.Verdicts settings;
  private final Recent<Account> ended;
  private final Recent<RefusalAccount> refused;
  private volatile @Nullable Server server;

  /** Whoever else is to know; null where nobody is. */
  private volatile @Nullable Consumer<Supplier<@Nullable Kept>> others;

  @Inject
  Accounts(Instance<Connections> connections, EchosounderConfig config) {
    this.connections = connections;
    this.settings = config.verdicts();
    this.ended = new Recent<>(settings.keep());
    this.refused = new Recent<>(settings.keep());
  }

  Server server() {
    Server known = server;
    if (known == null) {
      known = Server.of(connections.get(), settings);
      server = known;
    }
    return known;
  }

  /** The first part of the ids that this instance gives. */
  public String instance() {
    return server().instance();
  }

  /**
   * From now on somebody else is told of each connection that opens, begins to end or has ended,
   * and each refusal.
   */
  void tellOn(Consumer<Supplier<@Nullable Kept>> others) {
    this.others = others;
  }

  @Override
  public void opened(Connection connection) {
    tellOn(() -> account(connection));
  }

  /** Within a read whose messages are counted behind it. */
  @Override
  public void closing(Connection connection) {
    tellOn(() -> account(connection));
  }

  @Override
  public void closed(Connection connection, Verdict verdict) {
    Account end = Account.of(connection, verdict, server());
    ended.add(end);
    tellOn(() -> end);
  }

  @Override
  public void refused(Refusal refusal) {
    RefusalAccount account = RefusalAccount.of(refusal, server());
    refused.add(account);
    tellOn(() -> account);
  }

  private void tellOn(Supplier<@Nullable Kept> news) {
    Consumer<Supplier<@Nullable Kept>> told = others;
    if (told != null) {
      told.accept(news);
    }
  }

  @Override
  public Collection<Connection> open() {
    return connections.get().all();
  }

  @Override
  public @Nullable Account account(Connection open) {
    Account account = Account.of(open, null, server());
    return open.hasLeft() ? null : account;
  }

  @Override
  public Collection<? extends Kept> past() {
    List<Kept> all = new ArrayList<>(ended.all(labelled(null)));
    all.addAll(refused.all(labelled(null)));
    return all;
  }

  /** Null when it is not open and its end is not among the latest. */
  public @Nullable Account connection(String id) {
    Connection open = connections.get().find(id);
    Account end = ended.find(id);
    return end == null && open != null ? Account.of(open, null, server()) : end;
  }

  /** Null when it does not wait for its answer and is not among the latest. */
  public @Nullable RefusalAccount refusal(String id) {
    PendingRefusal pending = connections.get().findPending(id);
    RefusalAccount settled = refused.find(id);
    return settled == null && pending != null ? RefusalAccount.of(pending, server()) : settled;
  }

  /** Those of this label, or all where it is null; newest first. */
  public List<Account> connections(@Nullable String label) {
    Map<String, Account> found = new LinkedHashMap<>();
    for (Connection open : connections.get().all()) {
      if (label == null || label.equals(open.handshake().label())) {
        found.put(open.id(), Account.of(open, null, server()));
      }
    }
    // One that ends meanwhile is in both.
    ended.all(labelled(label)).forEach(end -> found.put(end.id(), end));
    return newestFirst(found.values());
  }

  /** Those of this label, or all where it is null; newest first. */
  public List<RefusalAccount> refusals(@Nullable String label) {
    Map<String, RefusalAccount> found = new LinkedHashMap<>();
    for (PendingRefusal pending : connections.get().pending()) {
      if (label == null || label.equals(pending.asked().label())) {
        found.put(pending.asked().id(), RefusalAccount.of(pending, server()));
      }
    }
    // One that is answered meanwhile is in both.
    refused.all(labelled(label)).forEach(refusal -> found.put(refusal.id(), refusal));
    return newestFirst(found.values());
  }

  private static <T extends Kept> Predicate<T> labelled(@Nullable String label) {
    return kept -> label == null || label.equals(kept.label());
  }

  private static <T extends Kept> List<T> newestFirst(Collection<T> found) {
    List<T> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingLong(Kept::beganMillis).reversed());
    return sorted;
  }
}

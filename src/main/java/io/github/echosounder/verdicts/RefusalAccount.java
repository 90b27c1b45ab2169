package io.github.echosounder.verdicts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.echosounder.session.PendingRefusal;
import io.github.echosounder.session.Refusal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a refused handshake: the shape of {@code /schemas/refusal.schema.json}.
 *
 * @param endpoint a path of the contract, or none
 * @param time of the answer, a text of RFC 3339 in UTC; of the request while that waits
 * @param status of the answer, once it has been sent; null where there was none
 */
public record RefusalAccount(
    String id,
    @Schema(nullable = true) @Nullable String label,
    String endpoint,
    String peer,
    Server server,
    State state,
    String time,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer status,
    String reason,
    @JsonIgnore long beganMillis)
    implements Kept {

  /** Strings aside. */
  private static final int BYTES = 250;

  /** Whether it has been answered. */
  public enum State {
    /** A failure that the client has chosen waits for its time. */
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("answered")
    ANSWERED,
    /** TCP has ended, or is about to, without an answer. */
    @JsonProperty("unanswered")
    UNANSWERED
  }

  static RefusalAccount of(Refusal refusal, Server server) {
    State state = refusal.hasStatus() ? State.ANSWERED : State.UNANSWERED;
    return of(refusal, state, System.currentTimeMillis(), server);
  }

  static RefusalAccount of(PendingRefusal pending, Server server) {
    return of(pending.asked(), State.PENDING, pending.askedMillis(), server);
  }

  private static RefusalAccount of(Refusal refusal, State state, long millis, Server server) {
    return new RefusalAccount(
        refusal.id(),
        refusal.label(),
        refusal.endpoint(),
        Text.bounded(refusal.peer()),
        server,
        state,
        Text.time(millis),
        refusal.hasStatus() ? refusal.status() : null,
        Text.bounded(refusal.reason()),
        millis);
  }

  @Override
  public Kind kind() {
    return Kind.REFUSAL;
  }

  @Override
  @JsonIgnore
  public int size() {
    return BYTES + 2 * (peer.length() + reason.length());
  }
}

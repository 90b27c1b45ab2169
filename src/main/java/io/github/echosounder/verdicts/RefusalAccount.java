package io.github.echosounder.verdicts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.echosounder.session.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a refused handshake: the shape of {@code /schemas/refusal.schema.json}.
 *
 * @param time of the answer, a text of RFC 3339 in UTC
 * @param endpoint a path of the contract, or none
 * @param status of the answer; 0 where there was none, 499 where the client did not wait for it
 */
public record RefusalAccount(
    String id,
    @Nullable String label,
    String endpoint,
    String peer,
    Server server,
    String time,
    int status,
    String reason,
    @JsonIgnore long beganMillis)
    implements Kept {

  /** Strings aside. */
  private static final int BYTES = 250;

  static RefusalAccount of(Refusal refusal, Server server) {
    long now = System.currentTimeMillis();
    return new RefusalAccount(
        refusal.id(),
        refusal.label(),
        refusal.endpoint(),
        Text.bounded(refusal.peer()),
        server,
        Text.time(now),
        refusal.status(),
        Text.bounded(refusal.reason()),
        now);
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

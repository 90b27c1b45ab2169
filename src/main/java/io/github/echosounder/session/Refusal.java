package io.github.echosounder.session;

import org.jspecify.annotations.Nullable;

/**
 * A handshake that was refused.
 *
 * @param id of the request, as its answer tells it
 * @param endpoint a path of the contract or {@link ConnectionObserver#NO_ENDPOINT}
 * @param peer the address of the other side of the TCP connection
 * @param status of the HTTP response, once that is written, or {@link #NO_RESPONSE}
 * @param reason what the response said, in short; a client may have chosen parts of it
 * @param label the client's own name for the connection, or null
 * @param isAskedFor whether the client's query asked for it: then the status may also be 101
 */
public record Refusal(
    String id,
    String endpoint,
    String peer,
    int status,
    String reason,
    @Nullable String label,
    boolean isAskedFor) {

  public Refusal(
      String id, String endpoint, String peer, int status, String reason, @Nullable String label) {
    this(id, endpoint, peer, status, reason, label, false);
  }

  /** In place of a status, where no response was sent; {@link #hasStatus} tells. */
  public static final int NO_RESPONSE = 0;

  /** Whether there was a response at all. */
  public boolean hasStatus() {
    return status != NO_RESPONSE;
  }
}

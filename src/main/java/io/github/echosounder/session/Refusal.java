package io.github.echosounder.session;

import org.jspecify.annotations.Nullable;

/**
 * A handshake that was refused.
 *
 * @param id of the request, as its answer tells it
 * @param endpoint a path of the contract or {@link ConnectionObserver#NO_ENDPOINT}
 * @param peer the address of the other side of the TCP connection
 * @param status of the HTTP response, or {@link #NO_RESPONSE}
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

  /** The status where TCP was ended without a response. */
  public static final int NO_RESPONSE = 0;

  /** The status where the client was gone before it could be answered; never on the wire. */
  public static final int CLIENT_GONE = 499;
}

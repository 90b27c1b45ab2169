package io.github.echosounder.session;

/**
 * A handshake that was refused.
 *
 * @param endpoint a path of the contract or {@link ConnectionObserver#NO_ENDPOINT}
 * @param peer the address of the other side of the TCP connection
 * @param status of the HTTP response
 * @param reason what the response said, in short; a client may have chosen parts of it
 */
public record Refusal(String endpoint, String peer, int status, String reason) {}

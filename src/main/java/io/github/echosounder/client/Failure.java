package io.github.echosounder.client;

import org.jspecify.annotations.Nullable;

/**
 * Why a connection did not open.
 *
 * @param detail a sentence
 * @param raw what had come in place of an answer, as far as it was read
 * @param response the answer, where there was one
 * @param cause what Java said of it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Failure(
    Kind kind,
    String detail,
    byte[] raw,
    @Nullable Response response,
    Timings timings,
    @Nullable Throwable cause) {

  /** How far it came. */
  public enum Kind {
    DNS_UNKNOWN,
    TCP_REFUSED,
    /** No route, or a network that says so. */
    TCP_UNREACHABLE,
    TCP_TIMEOUT,
    TLS_FAILED,
    TLS_TIMEOUT,
    /** The first bytes of the answer are those of no HTTP response. */
    NOT_HTTP,
    /** What began as an HTTP response has a head without an end. */
    ENDLESS_HEAD,
    /** An answer other than 101. */
    STATUS,
    /** 101 without the header fields of an upgrade (RFC 6455, 4.1). */
    NO_UPGRADE,
    /** 101 with another Sec-WebSocket-Accept than the key asks for. */
    WRONG_ACCEPT,
    /** 101 with an extension or a subprotocol that was not offered. */
    NOT_OFFERED,
    HANDSHAKE_TIMEOUT,
    /** TCP was reset before the answer was whole. */
    RESET,
    /** TCP ended before the answer was whole. */
    CUT
  }
}

package io.github.echosounder.check;

import java.util.Locale;

/** What can be named, with the exit code of a fail for it. */
enum Cause {
  DNS_UNKNOWN(3),
  TCP_REFUSED(3),
  TCP_TIMEOUT(3),
  TLS_EXPIRED(4),
  TLS_NAME(4),
  TLS_UNTRUSTED(4),
  TLS_FAILED(4),
  TLS_EXPIRES_SOON(4),
  NOT_HTTP(9),
  HTTP_STATUS(9),
  UPGRADE_DROPPED(9),
  ACCEPT_WRONG(9),
  HANDSHAKE_TIMEOUT(9),
  HEADER_LOST(9),
  NOT_AN_ECHO(6),
  SILENT(7),
  MESSAGE_ALTERED(6),
  TYPE_CHANGED(6),
  EMPTY_LOST(6),
  UTF8_BROKEN(6),
  REFRAGMENTED(9),
  DEFLATE_NOT_GRANTED(9),
  DEFLATE_STRIPPED(9),
  SUBPROTOCOL_LOST(9),
  PING_UNANSWERED(9),
  PING_ANSWERED_BY_PATH(9),
  SIZE_CAP(9),
  MESSAGE_LOST(6),
  MESSAGE_DUPLICATED(6),
  MESSAGE_REORDERED(6),
  BUFFERED(9),
  IDLE_CUT(8),
  IDLE_CUT_DESPITE_PING(8),
  CLOSE_REPLACED(8),
  CLOSE_UNANSWERED(8),
  RESET(8),
  CUT(8),
  SERVER_CLOSED(8);

  /** Of whatever ends the handshake. */
  private static final int UPGRADE = 5;

  private final int exitCode;

  Cause(int exitCode) {
    this.exitCode = exitCode;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  int exitCode(StepName step) {
    return step == StepName.UPGRADE ? UPGRADE : exitCode;
  }
}

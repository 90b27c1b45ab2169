package io.github.echosounder.wire;

/** How a client comes in; the rules are the same for all. */
enum Mode {
  PLAIN(false, false),
  COMPRESSED(false, true),
  TLS(true, false),
  COMPRESSED_OVER_TLS(true, true);

  final boolean tls;

  /** permessage-deflate is offered by each handshake and used for each whole message. */
  final boolean compression;

  Mode(boolean tls, boolean compression) {
    this.tls = tls;
    this.compression = compression;
  }
}

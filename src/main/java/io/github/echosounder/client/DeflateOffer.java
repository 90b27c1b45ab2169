package io.github.echosounder.client;

/** An offer of permessage-deflate (RFC 7692, 7.1). */
public record DeflateOffer(boolean isClientContextKept, boolean isServerContextKept) {

  /** What browsers offer, but for the window, which Java's compressor cannot make smaller. */
  public static final DeflateOffer OF_BROWSERS = new DeflateOffer(true, true);

  String text() {
    return "permessage-deflate"
        + (isClientContextKept ? "" : "; client_no_context_takeover")
        + (isServerContextKept ? "" : "; server_no_context_takeover");
  }
}

package io.github.echosounder.client;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the server granted of permessage-deflate (RFC 7692, 7.1). */
record DeflateGrant(boolean isClientContextKept, boolean isServerContextKept) {

  /** Null where it grants none. */
  static @Nullable DeflateGrant of(String extensions) {
    for (String extension : extensions.split(",", -1)) {
      String[] parts = extension.toLowerCase(Locale.ROOT).split(";", -1);
      if (parts[0].trim().equals("permessage-deflate")) {
        boolean isClientContextKept = true;
        boolean isServerContextKept = true;
        for (String parameter : parts) {
          isClientContextKept &= !parameter.trim().startsWith("client_no_context_takeover");
          isServerContextKept &= !parameter.trim().startsWith("server_no_context_takeover");
        }
        return new DeflateGrant(isClientContextKept, isServerContextKept);
      }
    }
    return null;
  }
}

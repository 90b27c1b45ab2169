package io.github.echosounder.session;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Ids of connections and of refused requests: `instance-connection`, both in hexadecimal. The first
 * part, of 32 bits, is the same for all of an instance; the second, of 96, is what nobody guesses.
 */
final class ConnectionIds {

  private static final int INSTANCE_BYTES = 4;
  private static final int CONNECTION_BYTES = 12;
  private static final HexFormat HEX = HexFormat.of();

  private final SecureRandom random = new SecureRandom();
  private final String instance = part(INSTANCE_BYTES);

  String instance() {
    return instance;
  }

  String next() {
    return instance + '-' + part(CONNECTION_BYTES);
  }

  private String part(int bytes) {
    byte[] some = new byte[bytes];
    random.nextBytes(some);
    return HEX.formatHex(some);
  }
}

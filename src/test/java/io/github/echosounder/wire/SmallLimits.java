package io.github.echosounder.wire;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** An instance whose limits are quickly reached and whose doors are not open to all. */
public class SmallLimits implements QuarkusTestProfile {
  static final int CONNECTIONS = 40;
  static final int MESSAGE = 256 << 10;
  static final int FRAME = 128 << 10;
  static final int HELD = 1 << 20;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "echosounder.max-connections", "" + CONNECTIONS,
        "echosounder.max-message-size", "" + MESSAGE,
        "echosounder.max-frame-size", "" + FRAME,
        "echosounder.max-held-memory", "" + HELD,
        "echosounder.handshake-timeout", "1s",
        "echosounder.close-timeout", "1s",
        "echosounder.compression", "false",
        "echosounder.reply-prefix", "",
        "echosounder.subprotocols", "chat,superchat",
        "echosounder.allowed-origins", "http://good.example,https://good.example:8443");
  }
}

package io.github.echosounder.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.echosounder.drain.Drain;
import io.github.echosounder.session.Connections;
import io.github.echosounder.settings.SettingsTable;
import io.github.echosounder.web.InfoResource.Info;
import io.github.echosounder.web.InfoResource.Limits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** `GET /api/info`: what it tells of the settings. */
class InfoOfSettingsTest {

  private static Info info(Map<String, String> settings) {
    var config = SettingsTable.config(settings);
    var connections = new Connections(1, List.of());
    var drain = new Drain(config, connections, () -> {});
    return new InfoResource(config, connections, drain, "echosounder", "1").info();
  }

  @Test
  void limitsAreInBytesAndSeconds() {
    assertEquals(
        new Limits(7, 1024, 2048, 4096, 1.5, 90),
        info(Map.of(
                "echosounder.max-connections", "7",
                "echosounder.max-message-size", "1K",
                "echosounder.max-frame-size", "2K",
                "echosounder.relay-frame-size", "4K",
                "echosounder.handshake-timeout", "1500ms",
                "echosounder.idle-timeout", "90s"))
            .limits());
  }

  @Test
  void whatIsGrantedIsTold() {
    Info some =
        info(
            Map.of(
                "echosounder.compression", "false",
                "echosounder.subprotocols", "chat,mqtt",
                "echosounder.reply-prefix", "> ",
                "echosounder.server-name", "reef"));
    assertEquals(List.of(), some.extensions());
    assertEquals(List.of("chat", "mqtt"), some.subprotocols());
    assertEquals("> ", some.replyPrefix());
    assertEquals("reef", some.serverName());
    Info standard = info(Map.of());
    assertEquals(List.of("permessage-deflate"), standard.extensions());
    assertEquals(List.of(), standard.subprotocols());
    assertEquals("接收数据: ", standard.replyPrefix());
    assertNull(standard.serverName());
  }
}

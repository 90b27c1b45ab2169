package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A page of the kind that the WebSocket tutorial has: opened from a file, it connects to `/`, sends
 * a text and shows the reply with its prefix.
 */
@QuarkusTest
class TutorialPageTest extends PageTestCase {

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html>
      <head><meta charset="utf-8"><title>websocket</title></head>
      <body>
      <input id="text" type="text"><button onclick="send()">发送</button><button onclick="stop()">关闭</button>
      <div id="message"></div>
      <script>
        var ws = new WebSocket("ws://127.0.0.1:10083");
        ws.onopen = function () { show("连接成功"); };
        ws.onmessage = function (event) { show(event.data); };
        ws.onclose = function (event) { show("连接关闭 " + event.code); };
        ws.onerror = function () { show("连接错误"); };
        function show(text) { document.getElementById("message").innerHTML += text + "<br>"; }
        function send() { ws.send(document.getElementById("text").value); }
        function stop() { ws.close(); }
      </script>
      </body>
      </html>
      """;

  @Test
  void thePageOfTheTutorialIsAnsweredAsTheTutorialsServerDoes(@TempDir Path folder)
      throws IOException {
    var file = folder.resolve("websocket.html");
    Files.writeString(file, PAGE.replace("127.0.0.1:10083", home.getAuthority()));
    page.navigate(file.toUri().toString());
    var shown = page.locator("#message");
    assertThat(shown).hasText("连接成功");
    page.locator("#text").fill("你好");
    button("发送").click();
    assertThat(shown).hasText("连接成功接收数据: 你好");
    button("关闭").click();
    // RFC 6455, 7.1.5: a Close without a code.
    assertThat(shown).hasText("连接成功接收数据: 你好连接关闭 1005");
  }
}

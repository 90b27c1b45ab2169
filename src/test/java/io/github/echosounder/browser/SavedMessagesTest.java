package io.github.echosounder.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that are kept in the browser. */
@QuarkusTest
class SavedMessagesTest extends PageTestCase {

  @BeforeEach
  void save() {
    unfold("Saved messages, files");
    message().fill("00 ff");
    page.getByLabel("Send as").selectOption("hex");
    button("Save this message").click();
  }

  @Test
  void aSavedMessageOutlivesTheVisit() {
    page.navigate(home.toString());
    page.reload();
    unfold("Saved messages, files");
    button("00 ff").click();
    assertThat(message()).hasValue("00 ff");
    assertThat(page.getByLabel("Send as")).hasValue("hex");
    button("Delete 00 ff").click();
    page.reload();
    assertThat(page.locator("#saved-list li")).hasCount(0);
  }

  @Test
  void whatIsExportedCanBeImported() throws Exception {
    var file = page.waitForDownload(() -> button("Export").click()).path();
    assertTrue(Files.readString(file).contains("\"text\": \"00 ff\""));
    button("Delete 00 ff").click();
    page.locator("#saved-import").setInputFiles(file);
    assertThat(button("00 ff")).isVisible();
  }

  @Test
  void aFileThatIsNoListOfMessagesIsRefusedWithAnExample() {
    page.locator("#saved-import")
        .setInputFiles(
            new FilePayload("tide.json", "application/json", "{\"a\": 1}".getBytes(UTF_8)));
    assertThat(page.locator("#saved-error")).containsText("tide.json is no list of saved messages");
    assertThat(button("00 ff")).isVisible();
  }

  @Test
  void aFileThatIsChosenIsSent() {
    connectTo(socket("/ws"));
    page.locator("#file")
        .setInputFiles(
            new FilePayload("a.bin", "application/octet-stream", new byte[] {1, 2, (byte) 0xff}));
    assertThat(received()).hasText("01 02 ff");
    assertThat(page.locator("#saved-state")).hasText("Sent: a.bin");
  }
}

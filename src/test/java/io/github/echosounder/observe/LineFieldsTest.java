package io.github.echosounder.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.json.runtime.JsonFormatter;
import java.io.IOException;
import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

/** A record of the log is one JSON object, and a line. */
class LineFieldsTest {

  private static final String RUDE = "a\nb\r\"c\\d\u2028 } 你好";

  @Test
  void aMessageStaysOnItsLineWhateverIsInIt() throws IOException {
    ExtLogRecord record = new ExtLogRecord(Level.WARN, "%s", ExtLogRecord.FormatStyle.PRINTF, "");
    record.setParameters(new Object[] {RUDE});
    JsonNode line = line(record);
    assertEquals(RUDE, line.path("message").asText());
    assertEquals("WARN", line.path("level").asText());
    assertFalse(line.has("code"), line.toString());
  }

  @Test
  void whatALineOfOursSaysIsAlsoInFields() throws IOException {
    ExtLogRecord record = new ExtLogRecord(Level.INFO, "%s", ExtLogRecord.FormatStyle.PRINTF, "");
    record.setParameters(
        new Object[] {
          new LogLine(
              "closed code=1000", () -> Map.of("code", 1000, "ageSeconds", 0.25, "reason", RUDE))
        });
    JsonNode line = line(record);
    assertEquals("closed code=1000", line.path("message").asText());
    assertEquals(1000, line.path("code").intValue());
    assertEquals(0.25, line.path("ageSeconds").doubleValue());
    assertEquals(RUDE, line.path("reason").asText());
  }

  private static JsonNode line(ExtLogRecord record) throws IOException {
    String text = new LineFields(new JsonFormatter()).format(record);
    assertTrue(text.endsWith("\n"), text);
    assertEquals(1, text.lines().count(), text);
    return new ObjectMapper().readTree(text);
  }
}

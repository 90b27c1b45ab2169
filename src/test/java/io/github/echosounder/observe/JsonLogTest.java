package io.github.echosounder.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

/** The console's formatter with {@code echosounder.log-format=json}. */
@QuarkusTest
@TestProfile(JsonLogTest.Json.class)
class JsonLogTest {

  /** Such an instance. */
  public static class Json implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("echosounder.log-format", "json");
    }
  }

  @Test
  void aStackTraceIsOneFieldOfItsLine() throws IOException {
    ExtLogRecord record = new ExtLogRecord(Level.ERROR, "it failed", "");
    record.setThrown(new IllegalStateException("a\nb", new IOException("the cause")));
    String text =
        handlers(Logger.getLogger("").getHandlers())
            .map(Handler::getFormatter)
            .filter(LineFields.class::isInstance)
            .findFirst()
            .orElseThrow()
            .format(record);
    assertEquals(1, text.lines().count(), text);
    JsonNode line = new ObjectMapper().readTree(text);
    String trace = line.path("stackTrace").asText();
    assertTrue(trace.contains("a\nb") && trace.contains("the cause"), text);
    assertFalse(line.has("exception"), text);
  }

  private static Stream<Handler> handlers(Handler... handlers) {
    return Arrays.stream(handlers)
        .flatMap(handler ->
            handler instanceof ExtHandler ext
                ? Stream.concat(Stream.of(handler), handlers(ext.getHandlers()))
                : Stream.of(handler));
  }
}

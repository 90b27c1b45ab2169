package io.github.echosounder.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * Puts the fields of a {@link LogLine} into its record's JSON object. The formatter itself writes
 * the same additional fields into every record, and strings and whole numbers only.
 */
final class LineFields extends Formatter {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Formatter objects;

  /**
   * Wraps a formatter.
   *
   * @param objects makes a JSON object of a record
   */
  LineFields(Formatter objects) {
    this.objects = objects;
  }

  @Override
  public String format(LogRecord record) {
    String object = objects.format(record);
    Object[] parameters = record.getParameters();
    if (parameters == null || parameters.length == 0 || !(parameters[0] instanceof LogLine line)) {
      return object;
    }
    int end = object.lastIndexOf('}');
    return object.substring(0, end) + ',' + fields(line).substring(1) + object.substring(end + 1);
  }

  private static String fields(LogLine line) {
    try {
      return JSON.writeValueAsString(line.fields().get());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are JSON", e);
    }
  }
}

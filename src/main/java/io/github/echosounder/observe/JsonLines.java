package io.github.echosounder.observe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.StructuredFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Each log record as one JSON object on one line.
 *
 * <p>The log manager has such a formatter too, but in the packaged jar it does not find the JSON
 * library that it asks for.
 */
final class JsonLines extends StructuredFormatter {

  private static final JsonFactory JSON = new ObjectMapper().getFactory();

  JsonLines() {
    setExceptionOutputType(ExceptionOutputType.FORMATTED);
  }

  @Override
  protected Generator createGenerator(Writer writer) throws IOException {
    return new JsonObject(JSON.createGenerator(writer));
  }

  @Override
  protected void after(Generator generator, ExtLogRecord record) throws Exception {
    Object[] parameters = record.getParameters();
    if (parameters != null && parameters.length > 0 && parameters[0] instanceof LogLine line) {
      for (Map.Entry<String, ?> field : line.fields().get().entrySet()) {
        ((JsonObject) generator).add(field.getKey(), field.getValue());
      }
    }
  }

  /** What the log manager has to say, said to Jackson, which escapes whatever would end a line. */
  private record JsonObject(JsonGenerator json) implements Generator {

    @Override
    public Generator begin() throws IOException {
      json.writeStartObject();
      return this;
    }

    @Override
    public Generator add(String key, int value) throws IOException {
      json.writeNumberField(key, value);
      return this;
    }

    @Override
    public Generator add(String key, long value) throws IOException {
      json.writeNumberField(key, value);
      return this;
    }

    @Override
    public Generator add(String key, @Nullable String value) throws IOException {
      json.writeStringField(key, value);
      return this;
    }

    @Override
    public Generator add(String key, @Nullable Map<String, ?> value) throws IOException {
      return add(key, (Object) value);
    }

    Generator add(String key, @Nullable Object value) throws IOException {
      json.writePOJOField(key, value);
      return this;
    }

    @Override
    public Generator startObject(@Nullable String key) throws IOException {
      name(key);
      json.writeStartObject();
      return this;
    }

    @Override
    public Generator endObject() throws IOException {
      json.writeEndObject();
      return this;
    }

    @Override
    public Generator startArray(@Nullable String key) throws IOException {
      name(key);
      json.writeStartArray();
      return this;
    }

    @Override
    public Generator endArray() throws IOException {
      json.writeEndArray();
      return this;
    }

    /** Inside an array nothing has a name. */
    private void name(@Nullable String key) throws IOException {
      if (key != null) {
        json.writeFieldName(key);
      }
    }

    @Override
    public Generator end() throws IOException {
      json.writeEndObject();
      json.flush();
      return this;
    }
  }
}

package io.github.echosounder.behaviour;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The knobs that a request's query turns. */
public final class Knobs {

  public static final Knobs NONE = new Knobs(Map.of());

  private final Map<Knob<?>, Object> values;

  private Knobs(Map<Knob<?>, Object> values) {
    this.values = values;
  }

  /**
   * Reads a query.
   *
   * @param query raw, a character for each byte, without its question mark
   * @param endpoint the path, below the root
   */
  public static Knobs of(@Nullable String query, String endpoint) throws KnobException {
    if (query == null || query.isEmpty() || query.equals("&")) {
      return NONE;
    }
    Map<Knob<?>, Object> values = new HashMap<>();
    String untrailed = query.endsWith("&") ? query.substring(0, query.length() - 1) : query;
    for (String part : untrailed.split("&", -1)) {
      read(part, endpoint, values);
    }
    return new Knobs(values);
  }

  private static void read(String part, String endpoint, Map<Knob<?>, Object> values)
      throws KnobException {
    int equals = part.indexOf('=');
    String name = decoded(equals < 0 ? part : part.substring(0, equals));
    String value = equals < 0 ? null : decoded(part.substring(equals + 1));
    Knob<?> knob = named(name, value, endpoint);
    Object meaning = meaning(knob, value, equals < 0 ? "" : part.substring(equals + 1));
    if (values.put(knob, meaning) != null) {
      throw KnobException.repeated(name, value);
    }
  }

  private static Knob<?> named(String name, @Nullable String value, String endpoint)
      throws KnobException {
    List<Knob<?>> known = Knob.at(endpoint);
    for (Knob<?> knob : known) {
      if (knob.name().equals(name)) {
        return knob;
      }
    }
    List<String> elsewhere =
        Endpoints.paths().stream()
            .filter(path -> Knob.at(path).stream().anyMatch(knob -> knob.name().equals(name)))
            .toList();
    if (!elsewhere.isEmpty()) {
      throw KnobException.elsewhere(name, value, endpoint, elsewhere);
    }
    String small = name.toLowerCase(Locale.ROOT);
    String nearest =
        known.stream()
            .map(Knob::name)
            .filter(other -> Distance.isNear(small, other))
            .min(Comparator.comparingInt(other -> Distance.between(small, other)))
            .orElse(null);
    throw KnobException.unknown(
        name, value, endpoint, nearest, known.stream().map(Knob::name).toList());
  }

  private static Object meaning(Knob<?> knob, @Nullable String value, String raw)
      throws KnobException {
    Form<?> form = knob.form();
    if (form.isBare()) {
      if (value == null) {
        return true;
      }
    } else if (value != null && (form.mayBeEmpty() || !value.isEmpty()) && isUtf8(raw)) {
      Object meaning = form.read(value);
      if (meaning != null) {
        return meaning;
      }
    }
    throw KnobException.malformed(knob.name(), value, form.allowed());
  }

  /** A percent sign that encodes nothing stands for itself, and a plus is a plus. */
  private static String decoded(String raw) {
    return StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes(raw))).toString();
  }

  private static boolean isUtf8(String raw) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(raw)));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static byte[] bytes(String raw) {
    ByteBuffer bytes = ByteBuffer.allocate(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      int high = hex(raw, i + 1);
      int low = high >= 0 ? hex(raw, i + 2) : -1;
      if (raw.charAt(i) == '%' && high >= 0 && low >= 0) {
        bytes.put((byte) (high << 4 | low));
        i += 2;
      } else {
        bytes.put((byte) raw.charAt(i));
      }
    }
    byte[] decoded = new byte[bytes.flip().remaining()];
    bytes.get(decoded);
    return decoded;
  }

  private static int hex(String text, int at) {
    return at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
  }

  /** Null when the knob is not turned. */
  @SuppressWarnings("unchecked") // put there with the knob whose form made it
  public <T> @Nullable T get(Knob<T> knob) {
    return (T) values.get(knob);
  }

  public <T> T get(Knob<T> knob, T otherwise) {
    T value = get(knob);
    return value == null ? otherwise : value;
  }

  public boolean has(Knob<?> knob) {
    return values.containsKey(knob);
  }

  /** Refuses a query in which this one stands beside one of the others. */
  public void exclude(Knob<?> knob, Knob<?>... others) throws KnobException {
    for (Knob<?> other : others) {
      if (has(knob) && has(other)) {
        throw KnobException.contradiction(knob.name(), other.name());
      }
    }
  }

  /** Whether there is none, but for those given. */
  public boolean isEmptyBut(Knob<?>... but) {
    int others = values.size();
    for (Knob<?> knob : but) {
      if (values.containsKey(knob)) {
        others--;
      }
    }
    return others == 0;
  }
}

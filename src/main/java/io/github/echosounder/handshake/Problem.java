package io.github.echosounder.handshake;

import io.github.echosounder.behaviour.KnobException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal that explains itself: RFC 9457.
 *
 * @param missing the headers that should have been there
 * @param facts further members of the document (RFC 9457, 3.2)
 * @param headers those that go with the status
 */
public record Problem(
    int status,
    String title,
    String detail,
    List<String> missing,
    Map<String, String> facts,
    Map<String, String> headers) {

  public static final String MEDIA_TYPE = "application/problem+json";

  /** The header with the id by which the refusal can be asked for later. */
  public static final String REQUEST = "Echosounder-Request";

  public Problem(int status, String title, String detail) {
    this(status, title, detail, List.of(), Map.of(), Map.of());
  }

  /** 400, for a request that is no good handshake. */
  public static Problem badHandshake(String detail) {
    return new Problem(400, "Bad WebSocket handshake", detail);
  }

  /** 400, for what is no good request of HTTP. */
  public static Problem badRequest(String detail) {
    return new Problem(400, "Bad request", detail);
  }

  public Problem with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Problem(status, title, detail, missing, facts, more);
  }

  Problem missing(List<String> names) {
    return new Problem(status, title, detail, names, facts, headers);
  }

  /** 400, for a query that cannot be read as knobs, or asks for what is not to be had. */
  static Problem badKnob(KnobException fault) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("knob", fault.knob());
    put(facts, "value", fault.value());
    put(facts, "allowed", fault.allowed());
    put(facts, "nearest", fault.nearest());
    return new Problem(
        400, "Bad knob", String.valueOf(fault.getMessage()), List.of(), facts, Map.of());
  }

  /** 403, for what a query chooses where a setting lets it choose nothing. */
  static Problem knobsOff() {
    String setting = "echosounder.knobs";
    return new Problem(
        403,
        "Knobs are off",
        "Knobs are switched off by the setting "
            + setting
            + ": a query may have label and no other, and /ws/refuse is off too.",
        List.of(),
        Map.of("setting", setting),
        Map.of());
  }

  private static void put(Map<String, String> facts, String name, @Nullable String fact) {
    if (fact != null) {
      facts.put(name, fact);
    }
  }

  /** What was wrong, in one line of a log. */
  public String summary() {
    return missing.isEmpty() ? detail : "missing " + String.join(", ", missing);
  }

  /** The document's members. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "about:blank");
    members.put("title", title);
    members.put("status", status);
    members.put("detail", detail);
    if (!missing.isEmpty()) {
      members.put("missing", missing);
    }
    members.putAll(facts);
    if (headers.containsKey(REQUEST)) {
      members.put("request", headers.get(REQUEST));
    }
    return members;
  }
}

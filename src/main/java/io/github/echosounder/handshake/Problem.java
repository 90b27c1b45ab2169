package io.github.echosounder.handshake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A refusal that explains itself: RFC 9457.
 *
 * @param missing the headers that should have been there
 * @param headers those that go with the status
 */
public record Problem(
    int status, String title, String detail, List<String> missing, Map<String, String> headers) {

  public static final String MEDIA_TYPE = "application/problem+json";

  /** The header with the id by which the refusal can be asked for later. */
  public static final String REQUEST = "Echosounder-Request";

  public Problem(int status, String title, String detail) {
    this(status, title, detail, List.of(), Map.of());
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
    return new Problem(status, title, detail, missing, more);
  }

  Problem missing(List<String> names) {
    return new Problem(status, title, detail, names, headers);
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
    if (headers.containsKey(REQUEST)) {
      members.put("request", headers.get(REQUEST));
    }
    return members;
  }
}

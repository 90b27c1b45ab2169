package io.github.echosounder.wire.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Status line and header of an HTTP response, in the order they came. */
public record ResponseHead(String statusLine, List<Map.Entry<String, String>> headers) {
  static ResponseHead parse(String head) {
    String[] lines = head.split("\r\n", -1);
    var headers = new ArrayList<Map.Entry<String, String>>();
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 1) {
        throw new AssertionError("not a header line: " + lines[i]);
      }
      headers.add(Map.entry(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
    }
    return new ResponseHead(lines[0], List.copyOf(headers));
  }

  public int status() {
    String[] parts = statusLine.split(" ", 3);
    if (!parts[0].equals("HTTP/1.1") || parts.length < 2) {
      throw new AssertionError("not an HTTP/1.1 response: " + statusLine);
    }
    return Integer.parseInt(parts[1]);
  }

  public List<String> all(String name) {
    return headers.stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The one value of this header; anything else than one is an error. */
  public String only(String name) {
    List<String> values = all(name);
    if (values.size() != 1) {
      throw new AssertionError("expected one " + name + " but saw " + values + " in " + this);
    }
    return values.get(0);
  }

  public Set<String> names() {
    var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(header -> names.add(header.getKey()));
    return names;
  }
}

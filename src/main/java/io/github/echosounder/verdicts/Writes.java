package io.github.echosounder.verdicts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The commands that tell Redis of connections and refused handshakes, and index them. */
final class Writes {

  /** Redis keeps the ids of so many under one label, the newest. */
  static final int MOST_LABELLED = 100;

  /** And of so many under none, the newest. */
  static final int MOST_LISTED = 1000;

  private final ObjectMapper json;
  private final long keepMillis;
  private final boolean isListed;

  /** {@code isListed}: Redis is to know of all, and not only by id and label. */
  Writes(ObjectMapper json, long keepMillis, boolean isListed) {
    this.json = json;
    this.keepMillis = keepMillis;
    this.isListed = isListed;
  }

  List<List<String>> of(Collection<? extends Kept> batch) {
    String keep = Long.toString(keepMillis);
    List<List<String>> commands = new ArrayList<>();
    Map<String, Integer> indexes = new LinkedHashMap<>();
    for (Kept kept : batch) {
      commands.add(List.of("SET", Keys.entry(kept.kind(), kept.id()), text(kept), "PX", keep));
      String label = kept.label();
      if (label != null) {
        String key = Keys.label(kept.kind(), label);
        commands.add(List.of("ZADD", key, Long.toString(kept.beganMillis()), kept.id()));
        indexes.put(key, MOST_LABELLED);
      }
      if (isListed) {
        String key = Keys.all(kept.kind());
        commands.add(List.of("ZADD", key, Long.toString(kept.beganMillis()), kept.id()));
        indexes.put(key, MOST_LISTED);
      }
    }
    indexes.forEach((key, most) -> {
      commands.add(List.of("ZREMRANGEBYRANK", key, "0", Integer.toString(-most - 1)));
      commands.add(List.of("PEXPIRE", key, keep));
    });
    return commands;
  }

  private String text(Kept kept) {
    try {
      return json.writeValueAsString(kept);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts and numbers are always JSON", e);
    }
  }
}

package io.github.echosounder.observe;

import java.util.Map;
import java.util.function.Supplier;

/**
 * A line of the log, for people and for machines.
 *
 * @param text the whole of it, as key=value
 * @param fields the same, when each has a place of its own; asked for only then
 */
record LogLine(String text, Supplier<Map<String, ?>> fields) {

  @Override
  public String toString() {
    return text;
  }
}

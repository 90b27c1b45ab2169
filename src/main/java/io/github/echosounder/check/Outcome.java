package io.github.echosounder.check;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a step found.
 *
 * @param cause of a remark or a fail; null otherwise
 * @param detail a sentence
 */
record Outcome(Result result, @Nullable Cause cause, String detail, Map<String, Object> facts) {

  static Outcome pass(String detail) {
    return new Outcome(Result.PASS, null, detail, Map.of());
  }

  static Outcome remark(Cause cause, String detail) {
    return new Outcome(Result.REMARK, cause, detail, Map.of());
  }

  static Outcome fail(Cause cause, String detail) {
    return new Outcome(Result.FAIL, cause, detail, Map.of());
  }

  static Outcome skip(String why) {
    return new Outcome(Result.SKIP, null, why, Map.of());
  }

  /** With one more fact, unless there is none. */
  Outcome with(String name, @Nullable Object fact) {
    if (fact == null) {
      return this;
    }
    Map<String, Object> more = new LinkedHashMap<>(facts);
    more.put(name, fact);
    return new Outcome(result, cause, detail, more);
  }

  Outcome with(Map<String, Object> more) {
    Map<String, Object> all = new LinkedHashMap<>(facts);
    all.putAll(more);
    return new Outcome(result, cause, detail, all);
  }

  Outcome saying(String more) {
    return new Outcome(result, cause, detail + " " + more, facts);
  }

  boolean isFail() {
    return result == Result.FAIL;
  }
}

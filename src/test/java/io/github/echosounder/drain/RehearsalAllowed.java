package io.github.echosounder.drain;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** An instance that may be drained for a rehearsal, quickly. */
public class RehearsalAllowed implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "echosounder.drain.rehearsal", "true",
        "echosounder.drain.routing-grace", "0s",
        "echosounder.drain.window", "100ms",
        "echosounder.drain.close-code", "1012");
  }
}

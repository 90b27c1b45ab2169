package io.github.echosounder.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.echosounder.behaviour.KnobException;
import io.github.echosounder.behaviour.Knobs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a refused client is told, as members of a JSON object (RFC 9457). */
class ProblemTest {

  @Test
  void itHasItsStatusAndWhatWasWrong() {
    assertEquals(
        Map.of("type", "about:blank", "title", "Bad request", "status", 400, "detail", "why"),
        Problem.badRequest("why").members());
  }

  @Test
  void whatIsMissingAndTheRequestsIdAreToldWhereTheyAreKnown() {
    Problem problem =
        Problem.badHandshake("why").missing(List.of("Upgrade")).with(Problem.REQUEST, "id-1");
    assertEquals(List.of("Upgrade"), problem.members().get("missing"));
    assertEquals("id-1", problem.members().get("request"));
    assertEquals("missing Upgrade", problem.summary());
    assertEquals("why", Problem.badHandshake("why").summary());
  }

  @Test
  void aWrongKnobIsToldWithWhatIsAllowed() {
    Map<String, Object> told = Problem.badKnob(faultOf("delay=long")).members();
    assertEquals("delay", told.get("knob"));
    assertEquals("long", told.get("value"));
    assertEquals("a duration from 0s to 60s, such as 250ms", told.get("allowed"));
    assertEquals(false, told.containsKey("nearest"));
  }

  @Test
  void anUnknownKnobIsToldWithTheNearest() {
    Map<String, Object> told = Problem.badKnob(faultOf("delai=1s")).members();
    assertEquals("delai", told.get("knob"));
    assertEquals("delay", told.get("nearest"));
  }

  private static KnobException faultOf(String query) {
    return assertThrows(KnobException.class, () -> Knobs.of(query, "/ws"));
  }
}

package io.github.echosounder.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.client.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was sent against what arrived. */
class HeadersStepTest {

  private static final List<Field> SENT =
      List.of(
          new Field("Host", "a.example"),
          new Field("Origin", "https://a.example"),
          new Field("X-Tenant", "blue"));

  private static Field field(String name, String value) {
    return new Field(name, value);
  }

  private static void expect(Result result, String fact, List<String> names, Outcome outcome) {
    assertEquals(result, outcome.result(), outcome.detail());
    assertEquals(names, outcome.facts().get(fact));
  }

  @Test
  void namesAreComparedWithoutTheirCase() {
    List<Field> arrived =
        List.of(
            field("host", "a.example"),
            field("ORIGIN", SENT.get(1).value()),
            field("x-tenant", "blue"));
    expect(Result.PASS, "lost", List.of(), HeadersStep.judge(SENT, arrived));
  }

  @Test
  void whatDidNotArriveIsARemark() {
    Outcome outcome = HeadersStep.judge(SENT, SENT.subList(0, 1));
    expect(Result.REMARK, "lost", List.of("Origin", "X-Tenant"), outcome);
    assertEquals(Cause.HEADER_LOST, outcome.cause());
  }

  @Test
  void whatWasChangedOrAddedIsToldAndLegal() {
    List<Field> arrived =
        List.of(
            field("Host", "inner"), SENT.get(1), SENT.get(2), field("X-Forwarded-For", "10.0.0.1"));
    expect(Result.PASS, "changed", List.of("Host"), HeadersStep.judge(SENT, arrived));
    expect(Result.PASS, "added", List.of("X-Forwarded-For"), HeadersStep.judge(SENT, arrived));
  }
}

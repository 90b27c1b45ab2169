package io.github.echosounder.check;

import static io.github.echosounder.check.Examined.expect;
import static io.github.echosounder.check.Examined.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The check against Echosounder itself: nothing is named, but for what a knob does. */
@QuarkusTest
class EchosounderTest {

  @TestHTTPResource("/")
  @Nullable URI server;

  private String url(String target) {
    return "ws://" + Objects.requireNonNull(server).getAuthority() + target;
  }

  @Test
  void aCleanPathPassesWithEachStep() {
    Options all = Examined.with(Examined.DEFAULT, EnumSet.allOf(StepName.class), null, List.of());
    Report report = Examined.by(url("/ws"), all);
    assertEquals(Result.PASS, report.result(), report.summary());
    assertNotNull(report.server());
    List<StepName> skipped =
        report.steps().stream()
            .filter(step -> step.outcome().result() == Result.SKIP)
            .map(StepReport::name)
            .toList();
    assertEquals(List.of(StepName.TLS, StepName.SUBPROTOCOL), skipped);
  }

  @Test
  void whatAKnobDoesIsNamed() {
    expect(Examined.by(url("/"), only(StepName.TEXT)), StepName.TEXT, Cause.NOT_AN_ECHO, 6);
    expect(
        Examined.by(url("/ws?corrupt=100%25"), only(StepName.TEXT)),
        StepName.TEXT,
        Cause.MESSAGE_ALTERED,
        6);
    expect(
        Examined.by(url("/ws?fragment=16"), only(StepName.FRAGMENTATION)),
        StepName.FRAGMENTATION,
        Cause.REFRAGMENTED,
        0);
    expect(
        Examined.by(url("/ws?compress=off"), only(StepName.COMPRESSION)),
        StepName.COMPRESSION,
        Cause.DEFLATE_NOT_GRANTED,
        0);
    expect(
        Examined.by(url("/ws?drop=10%25"), only(StepName.BURST)),
        StepName.BURST,
        Cause.MESSAGE_LOST,
        6);
    expect(
        Examined.by(url("/ws?close-after=1s"), only(StepName.IDLE)),
        StepName.IDLE,
        Cause.SERVER_CLOSED,
        8);
  }
}

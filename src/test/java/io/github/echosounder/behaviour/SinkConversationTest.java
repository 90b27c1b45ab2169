package io.github.echosounder.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.behaviour.Event.ControlFacts;
import io.github.echosounder.behaviour.Event.FrameFacts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a sink reports, by a clock of the test's own. */
class SinkConversationTest {

  private static final long SECOND = 1_000_000_000;

  private final SinkConversation sink = new SinkConversation();
  private final Locale before = Locale.getDefault();

  @BeforeEach
  void open() {
    // One that writes 1,5 for 1.5.
    Locale.setDefault(Locale.GERMANY);
    assertEquals(List.of(new Step.Wake(SECOND)), sink.on(new Event.Opened(), 0));
  }

  @AfterEach
  void speakAsBefore() {
    Locale.setDefault(before);
  }

  private void message(long bytes) {
    assertEquals(List.of(), sink.on(new Event.Message(true, bytes, null, null), 1));
  }

  private static String text(Step step) {
    return StandardCharsets.UTF_8.decode(((Step.Send) step).payload().duplicate()).toString();
  }

  private static Event control(int opcode) {
    return new Event.Control(
        new ControlFacts(new FrameFacts("", opcode, true, false, 0), new byte[0], 0));
  }

  @Test
  void aReportIsOfTheTimeSinceTheLastOne() {
    message(100);
    message(50);
    List<Step> steps = sink.on(new Event.Due(false), 2 * SECOND);
    assertEquals(
        "{\"seconds\":2.000,\"messages\":2,\"bytes\":150,"
            + "\"messagesPerSecond\":1.0,\"bytesPerSecond\":75.0}",
        text(steps.get(0)));
    assertEquals(new Step.Wake(3 * SECOND), steps.get(1));
    assertEquals(
        "{\"seconds\":1.000,\"messages\":0,\"bytes\":0,"
            + "\"messagesPerSecond\":0.0,\"bytesPerSecond\":0.0}",
        text(sink.on(new Event.Due(false), 3 * SECOND).get(0)));
  }

  @Test
  void aReportThatThePeerDoesNotTakeIsPartOfTheNextOne() {
    message(100);
    assertEquals(List.of(new Step.Wake(2 * SECOND)), sink.on(new Event.Due(true), SECOND));
    assertEquals(
        "{\"seconds\":2.000,\"messages\":1,\"bytes\":100,"
            + "\"messagesPerSecond\":0.5,\"bytesPerSecond\":50.0}",
        text(sink.on(new Event.Due(false), 2 * SECOND).get(0)));
  }

  @Test
  void aheadOfTheAnswerToACloseComesTheTotal() {
    message(100);
    sink.on(new Event.Due(false), SECOND);
    message(200);
    assertEquals(List.of(), sink.on(control(9), SECOND));
    assertEquals(
        "{\"seconds\":2.000,\"messages\":2,\"bytes\":300,"
            + "\"messagesPerSecond\":1.0,\"bytesPerSecond\":150.0}",
        text(sink.on(control(8), 2 * SECOND).get(0)));
  }
}

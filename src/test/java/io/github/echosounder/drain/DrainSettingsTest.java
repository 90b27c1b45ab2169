package io.github.echosounder.drain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.settings.EchosounderConfig;
import io.github.echosounder.settings.SettingsTable;
import io.github.echosounder.settings.SettingsTable.Place;
import io.github.echosounder.settings.SettingsTable.Row;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The settings of a drain, and in which order it does what they say. */
@Timeout(60) // where a drain waits for its time, that is a year
class DrainSettingsTest {

  private final Map<String, Function<EchosounderConfig, String>> looks =
      Map.of(
          "echosounder.drain.routing-grace", config -> said(config, 0),
          "echosounder.drain.window", config -> said(config, 1),
          "echosounder.drain.close-code", this::code);

  private LoneDrain drain = LoneDrain.of("0s", "0s", "5s");

  @AfterEach
  void end() {
    drain.close();
  }

  private void begin(LoneDrain next) {
    drain.close();
    drain = next;
  }

  static Stream<Row> rows() {
    return SettingsTable.rows(Place.DRAIN);
  }

  @Test
  void eachSettingOfADrainIsLookedAt() {
    assertEquals(looks.keySet(), rows().map(Row::name).collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void eachValueIsSeen(Row row) {
    var look = Objects.requireNonNull(looks.get(row.name()));
    row.seen()
        .forEach((value, seen) ->
            assertEquals(
                seen, look.apply(SettingsTable.config(row.name(), value)), row + "=" + value));
  }

  /** Words of the line with which a drain begins. */
  private String said(EchosounderConfig config, int which) {
    begin(new LoneDrain(config));
    drain.drain().hasten();
    drain.leave();
    String line = drain.log().get(0);
    String[] words = line.substring(line.indexOf("routing-grace=")).split(" ", -1);
    return words[which];
  }

  private String code(EchosounderConfig config) {
    begin(new LoneDrain(config));
    drain.open();
    drain.drain().hasten();
    drain.leave();
    String last = drain.told().get(drain.told().size() - 1);
    return last.replace("close:", "closed with ");
  }

  private void begin(String grace, String window) {
    begin(LoneDrain.of(grace, window, "5s"));
    drain.openSome();
  }

  @Test
  void nobodyIsClosedDuringTheRoutingGrace() {
    begin("365d", "0s");
    drain.leaveMeanwhile();
    assertEquals(List.of(), drain.told());
  }

  @Test
  void inALongWindowHardlyAnybodyIsClosedAtFirst() {
    begin("0s", "365d");
    drain.leaveMeanwhile();
    assertEquals(List.of(), drain.told());
    assertEquals(100, drain.drain().remaining());
  }

  @Test
  void inTheWindowEachIsClosedAtAMessageBoundaryAndThenTheEntranceIs() {
    begin("0s", "1s");
    drain.leave();
    List<String> told = drain.told();
    int end = told.indexOf("entrance");
    // The last ones of a busy machine may be too late for the window.
    assertEquals(101, told.size(), told.toString());
    assertTrue(end > 50, told.toString());
    assertEquals(Set.of("boundary:1001"), Set.copyOf(told.subList(0, end)));
    assertEquals(100, drain.drain().cleanEnds());
    assertEquals(0, drain.drain().forcedEnds());
  }

  @Test
  void whereThereIsNoTimeTheEntranceIsClosedAndThenEverybodyIs() {
    begin("0s", "0s");
    drain.leave();
    assertEquals("entrance", drain.told().get(0));
    assertEquals(100, drain.told().stream().filter("close:1001"::equals).count());
    assertEquals(101, drain.told().size());
  }

  @Test
  void aSecondSignalEndsTheGraceAndTheWindow() throws Exception {
    begin("365d", "365d");
    Thread leaving = drain.leaveMeanwhile();
    drain.drain().hasten();
    leaving.join(30_000);
    assertEquals(
        100, drain.told().stream().filter("close:1001"::equals).count(), drain.told().toString());
  }
}

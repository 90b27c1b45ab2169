package io.github.echosounder.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.settings.SettingsTable.Row;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.HashSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of all settings is complete, and its values are the last that are legal. */
class SettingsTableTest {

  static Stream<Row> rows() {
    return SettingsTable.ROWS.stream();
  }

  @Test
  void everySettingIsInTheTable() {
    assertEquals(
        UnknownSettings.ECHOSOUNDER.all(),
        rows().map(Row::name).collect(Collectors.toCollection(TreeSet::new)));
    assertEquals(UnknownSettings.ECHOSOUNDER.all().size(), SettingsTable.ROWS.size());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void eachValueIsLegalAndSeen(Row row) {
    assertTrue(row.seen().size() > 1, "one value is seen");
    assertEquals(row.seen().size(), new HashSet<>(row.seen().values()).size(), row.seen() + "");
    for (String value : row.seen().keySet()) {
      EchosounderConfig config = SettingsTable.config(row.name(), value);
      assertDoesNotThrow(() -> SettingsCheck.check(config), value);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aValueBeyondThemIsRefusedByTheNameOfItsSetting(Row row) {
    for (String value : row.illegal()) {
      EchosounderConfig config = SettingsTable.config(row.name(), value);
      String line =
          assertThrows(ConfigurationException.class, () -> SettingsCheck.check(config), value)
                  .getMessage()
              + "";
      assertTrue(line.startsWith("The setting " + row.name() + " is \""), line);
    }
  }
}

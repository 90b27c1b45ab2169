package io.github.echosounder.wire;

import io.github.echosounder.settings.SettingsTable.Row;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** Each setting of a server at its smallest legal value. */
@QuarkusTest
@TestProfile(SmallestSettingsTest.Smallest.class)
class SmallestSettingsTest extends ServerSettingsTest {

  public static class Smallest extends Ends {
    public Smallest() {
      super(Row::smallest);
    }
  }

  SmallestSettingsTest() {
    super(Row::smallest);
  }
}

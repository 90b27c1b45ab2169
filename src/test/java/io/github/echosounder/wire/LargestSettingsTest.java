package io.github.echosounder.wire;

import io.github.echosounder.settings.SettingsTable.Row;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** Each setting of a server at its largest legal value. */
@QuarkusTest
@TestProfile(LargestSettingsTest.Largest.class)
class LargestSettingsTest extends ServerSettingsTest {

  public static class Largest extends Ends {
    public Largest() {
      super(Row::largest);
    }
  }

  LargestSettingsTest() {
    super(Row::largest);
  }
}

package io.github.echosounder.wire;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The same rules where no native transport is to be had. */
@QuarkusTest
@TestProfile(RulesOverNioTest.Nio.class)
class RulesOverNioTest {
  public static class Nio implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.vertx.prefer-native-transport", "false");
    }
  }

  @Nested
  class Handshakes extends OpeningHandshakeTest {}

  @Nested
  class ChosenFailures extends ChosenFailuresTest {}

  @Nested
  class Masking extends MaskingTest {}

  @Nested
  class Framing extends FramingTest {}

  @Nested
  class Fragmentation extends FragmentationTest {}

  @Nested
  class ControlFrames extends ControlFramesTest {}

  @Nested
  class Closing extends CloseTest {}

  @Nested
  class Utf8 extends Utf8Test {}

  @Nested
  class Echo extends EchoTest {}

  @Nested
  class Deflated extends DeflateFramesTest {}

  @Nested
  class LateReaders extends LateReadersTest {}
}

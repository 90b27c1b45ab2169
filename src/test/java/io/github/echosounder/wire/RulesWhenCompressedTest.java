package io.github.echosounder.wire;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Nested;

/** The rules of RFC 6455 on connections that were granted permessage-deflate. */
@QuarkusTest
@Over(Mode.COMPRESSED)
class RulesWhenCompressedTest {
  @Nested
  class Knobs extends TurnedKnobsTest {}

  @Nested
  class PushAndSink extends PushAndSinkTest {}

  @Nested
  class Inspection extends InspectionTest {}

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
}

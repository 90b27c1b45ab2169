package io.github.echosounder.wire;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The same rules where the service ends TLS itself. */
@QuarkusTest
@TestProfile(RulesOverTlsTest.Tls.class)
@Over(Mode.TLS)
class RulesOverTlsTest {
  public static class Tls implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.http.test-ssl-port",
          "0",
          "quarkus.http.ssl.certificate.key-store-file",
          TestCertificate.keyStore().toString(),
          "quarkus.http.ssl.certificate.key-store-password",
          TestCertificate.PASSWORD);
    }
  }

  @Nested
  class Handshakes extends OpeningHandshakeTest {}

  @Nested
  class Knobs extends TurnedKnobsTest {}

  @Nested
  class PushAndSink extends PushAndSinkTest {}

  @Nested
  class Inspection extends InspectionTest {}

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
  class LateReaders extends LateReadersTest {}

  @Nested
  @Over(Mode.COMPRESSED_OVER_TLS)
  class CompressedFragmentation extends FragmentationTest {}

  @Nested
  @Over(Mode.COMPRESSED_OVER_TLS)
  class CompressedClosing extends CloseTest {}

  @Nested
  @Over(Mode.COMPRESSED_OVER_TLS)
  class CompressedEcho extends EchoTest {}

  @Nested
  @Over(Mode.COMPRESSED_OVER_TLS)
  class Deflated extends DeflateFramesTest {}
}

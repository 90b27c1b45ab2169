package io.github.echosounder.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Which damage of a text is one of its encoding. */
class EchoJudgementTest {

  private static final byte[] SENT = "number 7: é 你好".getBytes(UTF_8);

  @Test
  void anotherEncodingIs() {
    assertTrue(isDamaged(new String(SENT, ISO_8859_1).getBytes(UTF_8)));
    assertTrue(isDamaged("number 7: ? ??".getBytes(UTF_8)));
    assertTrue(isDamaged("number 7: \uFFFD 你好".getBytes(UTF_8)));
  }

  @Test
  void oneByteThatIsAnotherIsNot() {
    assertFalse(isDamaged("number 7: é 你奼".getBytes(UTF_8)));
    assertFalse(isDamaged("number 8: é 你好".getBytes(UTF_8)));
  }

  private static boolean isDamaged(byte[] got) {
    return EchoJudgement.isOnlyForeignDamaged(SENT, got);
  }
}

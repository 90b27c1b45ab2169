package io.github.echosounder.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7692, 7.1: whose compressed messages may go back as they came. */
class PerMessageDeflateTest {

  @ParameterizedTest
  @CsvSource({
    "false, false,  0,  0, true",
    "false, false, 15, 15, true",
    "false, false,  0,  8, true",
    "false, true,   0,  0, true",
    "true,  true,   0,  0, true",
    "true,  false,  0,  0, false",
    "false, false, 14,  0, false",
    "false, false,  8,  0, false",
    "true,  true,   9,  0, false"
  })
  void whatReachesNoFartherBackThanTheClientRemembersMayGoBack(
      boolean serverForgets,
      boolean clientForgets,
      int serverBits,
      int clientBits,
      boolean isSymmetric) {
    assertEquals(
        isSymmetric,
        new PerMessageDeflate(serverForgets, clientForgets, serverBits, clientBits).isSymmetric());
  }
}

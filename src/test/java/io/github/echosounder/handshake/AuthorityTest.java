package io.github.echosounder.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** RFC 3986, 3.2: each character that stands beside those that are allowed. */
class AuthorityTest {

  @Test
  void anEscapeIsTwoHexDigits() {
    for (char c = ' '; c < 0x7F; c++) {
      boolean isHex = "0123456789abcdefABCDEF".indexOf(c) >= 0;
      assertEquals(isHex, Authority.isValid("a%" + c + "0"), "first " + c);
      assertEquals(isHex, Authority.isValid("a%0" + c), "second " + c);
    }
  }

  @Test
  void aPortIsOfDigits() {
    for (char c = ' '; c < 0x7F; c++) {
      boolean isDigit = "0123456789".indexOf(c) >= 0;
      assertEquals(isDigit, Authority.isValid("a:1" + c), "port 1" + c);
      assertEquals(isDigit, Authority.isValid("[::1]:" + c), "port " + c);
    }
  }

  @Test
  void anAddressOfVersion6IsBetweenBrackets() {
    assertEquals(true, Authority.isValid("[::]"));
    for (String none : new String[] {"[]", "[", "]", "[::", "::]", "[::]a", "a[::]"}) {
      assertEquals(false, Authority.isValid(none), none);
    }
  }
}

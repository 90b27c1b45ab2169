package io.github.echosounder.handshake;

/** RFC 9110, 5.6.2. */
public final class Tokens {

  private static final String SYMBOLS = "!#$%&'*+-.^_`|~";

  private Tokens() {}

  public static boolean isToken(String text) {
    return !text.isEmpty() && end(text, 0) == text.length();
  }

  /** Where the token that begins here ends. */
  static int end(String text, int from) {
    int at = from;
    while (at < text.length() && isTokenCharacter(text.charAt(at))) {
      at++;
    }
    return at;
  }

  public static boolean isTokenCharacter(char c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || SYMBOLS.indexOf(c) >= 0;
  }
}

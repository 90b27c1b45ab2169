package io.github.echosounder.handshake;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of Sec-WebSocket-Extensions (RFC 6455, 9.1).
 *
 * @param parameters in order; duplicates are the reader's to judge
 */
record ExtensionOffer(String name, List<Parameter> parameters) {

  /**
   * A parameter.
   *
   * @param value unquoted; null when there is none
   */
  record Parameter(String name, @Nullable String value) {}

  /** The offers of one field, in order; null when it is not well-formed. */
  static @Nullable List<ExtensionOffer> parse(String field) {
    return new Reader(field).list();
  }

  /** Reads along the grammar; a false or null is a fault in what is read. */
  private static final class Reader {

    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    /** RFC 9110, 5.6.1: elements may be empty. */
    @Nullable List<ExtensionOffer> list() {
      List<ExtensionOffer> offers = new ArrayList<>(1);
      do {
        skipSpace();
        if (at < text.length() && text.charAt(at) != ',') {
          ExtensionOffer offer = offer();
          if (offer == null) {
            return null;
          }
          offers.add(offer);
        }
      } while (skip(','));
      return at == text.length() ? offers : null;
    }

    private @Nullable ExtensionOffer offer() {
      String name = token();
      if (name.isEmpty()) {
        return null;
      }
      List<Parameter> parameters = new ArrayList<>(2);
      while (skip(';')) {
        Parameter parameter = parameter();
        if (parameter == null) {
          return null;
        }
        parameters.add(parameter);
      }
      return new ExtensionOffer(name, parameters);
    }

    private @Nullable Parameter parameter() {
      String name = token();
      if (name.isEmpty()) {
        return null;
      }
      if (!skip('=')) {
        return new Parameter(name, null);
      }
      String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
      return value == null || !Tokens.isToken(value) ? null : new Parameter(name, value);
    }

    /** RFC 9110, 5.6.4; null when it has no end. What it says is a token, all the same. */
    private @Nullable String quoted() {
      StringBuilder value = new StringBuilder();
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          skipSpace();
          return value.toString();
        }
        if (c == '\\' && ++at == text.length()) {
          return null;
        }
        value.append(text.charAt(at));
      }
      return null;
    }

    /** With the white space behind it; empty when there is none here. */
    private String token() {
      int end = Tokens.end(text, at);
      String token = text.substring(at, end);
      at = end;
      skipSpace();
      return token;
    }

    private boolean skip(char separator) {
      if (at == text.length() || text.charAt(at) != separator) {
        return false;
      }
      at++;
      skipSpace();
      return true;
    }

    private void skipSpace() {
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
    }
  }
}

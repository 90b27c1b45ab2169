package io.github.echosounder.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.handshake.ExtensionOffer.Parameter;
import io.github.echosounder.law.Holds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, 9.1: how extensions are written. */
class ExtensionOfferTest {

  @Test
  void offersAndParametersAreReadInOrder() {
    assertEquals(
        List.of(
            new ExtensionOffer("foo", List.of()),
            new ExtensionOffer(
                "bar", List.of(new Parameter("baz", "2"), new Parameter("flag", null))),
            new ExtensionOffer("bar", List.of(new Parameter("q", "abc")))),
        ExtensionOffer.parse(" foo, bar ;\tbaz = 2; flag,, bar; q=\"a\\bc\" \t"));
  }

  @Test
  void elementsMayBeEmpty() {
    assertEquals(List.of(), ExtensionOffer.parse(""));
    assertEquals(List.of(), ExtensionOffer.parse(" , ,"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate; server_max_window_bits=\"10",
        "permessage-deflate; server_max_window_bits=\"10\\",
        "permessage-deflate; server_max_window_bits=",
        "permessage-deflate; server_max_window_bits=\"\"",
        "permessage-deflate; server_max_window_bits=1 0",
        "permessage-deflate; server_max_window_bits=\"1 0\"",
        "foo; bar=\"a, b\"",
        "foo; bar=\"\\;\"",
        "permessage-deflate; =10",
        "permessage-deflate;",
        "permessage-deflate=1",
        "permessage-deflate a",
        "\"permessage-deflate\"",
        "foo bar",
        ";x",
        "=10",
        "a, b c",
        "a\u00e4",
        ";;,;=\"\\"
      })
  @Holds({"6455-4.3-1", "6455-9.1-1"})
  void whatIsNotWrittenSoFailsTheHandshakeAndIsShown(String field) {
    Sample sample = Sample.to("/ws").with("Sec-WebSocket-Extensions", field);
    assertEquals(400, sample.status());
    assertTrue(sample.detail().contains(Quoted.of(field)), sample.detail());
  }
}

package io.github.echosounder.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.echosounder.law.Holds;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692, 7.1: which offers of permessage-deflate are granted, and how. */
class DeflateParametersTest {

  private static @Nullable String granted(String offer) {
    List<ExtensionOffer> offers = ExtensionOffer.parse(offer);
    PerMessageDeflate deflate = offers == null ? null : PerMessageDeflate.negotiate(offers);
    return deflate == null ? null : deflate.header();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          permessage-deflate | permessage-deflate
          PerMessage-Deflate | permessage-deflate
          permessage-deflate; client_max_window_bits | permessage-deflate
          permessage-deflate; server_no_context_takeover | permessage-deflate; server_no_context_takeover
          permessage-deflate; client_no_context_takeover | permessage-deflate; client_no_context_takeover
          permessage-deflate; server_max_window_bits="10" | permessage-deflate; server_max_window_bits=10
          permessage-deflate; client_max_window_bits=9 | permessage-deflate; client_max_window_bits=9
          mux, permessage-deflate; bad, permessage-deflate; server_max_window_bits=8 | permessage-deflate; server_max_window_bits=8
          """)
  @Holds({"6455-9-2", "6455-9.1-2", "6455-9.1-3"})
  void theFirstLegalOfferIsGranted(String offer, String grant) {
    assertEquals(grant, granted(offer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server_max_window_bits",
        "server_max_window_bits=7",
        "server_max_window_bits=16",
        "server_max_window_bits=08",
        "client_max_window_bits=+9",
        "client_max_window_bits=9; client_max_window_bits=9",
        "server_no_context_takeover=1",
        "server_no_context_takeover; server_no_context_takeover",
        "unknown"
      })
  @Holds({"7692-7-1", "7692-7-2", "7692-7-3"})
  void anOfferThatIsWellFormedAndNotLegalIsDeclined(String parameters) {
    String offer = "permessage-deflate; " + parameters;
    assertNull(granted(offer));
    assertEquals(101, Sample.to("/ws").with("Sec-WebSocket-Extensions", offer).status());
  }

  @Test
  void otherExtensionsAreNotGranted() {
    assertNull(granted("x-webkit-deflate-frame, permessage-bzip2"));
  }
}

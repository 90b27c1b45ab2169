package io.github.echosounder.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 7692, 7.1: what a client takes of an answer to its offer. */
class DeflateGrantTest {

  private static final String NAME = "permessage-deflate";

  @Test
  void theParametersOfTheRfcAreTaken() {
    for (String parameters :
        List.of(
            "",
            "; server_no_context_takeover",
            ";client_no_context_takeover; SERVER_MAX_WINDOW_BITS=15",
            "; server_max_window_bits = \"8\"")) {
      assertNull(DeflateGrant.fault(NAME + parameters), parameters);
    }
    assertEquals(
        new DeflateGrant(false, true), DeflateGrant.of(NAME + "; client_no_context_takeover"));
    assertEquals(
        new DeflateGrant(true, false), DeflateGrant.of(NAME + "; server_no_context_takeover"));
  }

  @Test
  void whatMustFailTheConnectionIsAFault() {
    for (String parameters :
        List.of(
            "; server_max_window_bits=8; x=1",
            "; server_max_window_bits",
            "; server_max_window_bits=7",
            "; server_max_window_bits=16",
            "; server_max_window_bits=08",
            "; client_max_window_bits=15",
            "; server_no_context_takeover=1",
            "; server_no_context_takeover; server_no_context_takeover")) {
      assertNotNull(DeflateGrant.fault(NAME + parameters), parameters);
    }
  }

  @Test
  void itIsGrantedOnceAndAlone() {
    assertTrue(DeflateGrant.isNamedAloneIn(NAME + "; x"));
    assertFalse(DeflateGrant.isNamedAloneIn(NAME + ", " + NAME));
    assertFalse(DeflateGrant.isNamedAloneIn("x-webkit-deflate-frame"));
  }
}

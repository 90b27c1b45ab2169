package io.github.echosounder.handshake;

import io.github.echosounder.handshake.ExtensionOffer.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of permessage-deflate as granted (RFC 7692, 7.1). Zero window bits stand for a
 * parameter that is not in the response: 15 hold.
 */
public record PerMessageDeflate(
    boolean serverNoContextTakeover,
    boolean clientNoContextTakeover,
    int serverMaxWindowBits,
    int clientMaxWindowBits) {

  private static final String NAME = "permessage-deflate";
  private static final int LARGEST = 15;

  /** Grants the first offer that is legal; null when there is none. */
  static @Nullable PerMessageDeflate negotiate(List<ExtensionOffer> offers) {
    for (ExtensionOffer offer : offers) {
      if (offer.name().equalsIgnoreCase(NAME)) {
        PerMessageDeflate granted = grant(offer.parameters());
        if (granted != null) {
          return granted;
        }
      }
    }
    return null;
  }

  /** 7.1: null for an unknown parameter, one given twice, or an illegal value. */
  private static @Nullable PerMessageDeflate grant(List<Parameter> parameters) {
    boolean serverForgets = false;
    boolean clientForgets = false;
    int serverBits = 0;
    int clientBits = 0;
    Set<String> seen = new HashSet<>();
    for (Parameter parameter : parameters) {
      String value = parameter.value();
      if (!seen.add(parameter.name())) {
        return null;
      }
      switch (parameter.name()) {
        case "server_no_context_takeover" -> serverForgets = true;
        case "client_no_context_takeover" -> clientForgets = true;
        case "server_max_window_bits" -> serverBits = bits(value);
        case "client_max_window_bits" -> clientBits = value == null ? LARGEST : bits(value);
        default -> {
          return null;
        }
      }
      boolean isFlag = parameter.name().endsWith("takeover");
      if (isFlag ? value != null : Math.min(serverBits, clientBits) < 0) {
        return null;
      }
    }
    return new PerMessageDeflate(
        serverForgets, clientForgets, serverBits, clientBits == LARGEST ? 0 : clientBits);
  }

  /** 7.1.2: 8 to 15, decimal, without leading zeros; -1 otherwise. */
  private static int bits(@Nullable String value) {
    return value != null && value.matches("[89]|1[0-5]") ? Integer.parseInt(value) : -1;
  }

  /**
   * Whether what the client compressed may go back as it is: what it refers to is within what it
   * must remember of the server's messages, whatever window it really used (7.1.2.1).
   */
  public boolean isSymmetric() {
    return serverWindowBits() == LARGEST && (clientNoContextTakeover || !serverNoContextTakeover);
  }

  public int serverWindowBits() {
    return serverMaxWindowBits == 0 ? LARGEST : serverMaxWindowBits;
  }

  /** The element for the response. */
  public String header() {
    StringBuilder header = new StringBuilder(NAME);
    if (serverNoContextTakeover) {
      header.append("; server_no_context_takeover");
    }
    if (clientNoContextTakeover) {
      header.append("; client_no_context_takeover");
    }
    if (serverMaxWindowBits != 0) {
      header.append("; server_max_window_bits=").append(serverMaxWindowBits);
    }
    if (clientMaxWindowBits != 0) {
      header.append("; client_max_window_bits=").append(clientMaxWindowBits);
    }
    return header.toString();
  }
}

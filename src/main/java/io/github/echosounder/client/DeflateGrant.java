package io.github.echosounder.client;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the server granted of permessage-deflate (RFC 7692, 7.1). */
record DeflateGrant(boolean isClientContextKept, boolean isServerContextKept) {

  private static final String NAME = "permessage-deflate";
  private static final String SERVER_WINDOW = "server_max_window_bits";
  private static final Set<String> WITHOUT_VALUE =
      Set.of("client_no_context_takeover", "server_no_context_takeover");

  /** Of a grant without a {@link #fault}. */
  static DeflateGrant of(String extension) {
    List<String> parameters = parameters(extension);
    return new DeflateGrant(
        !parameters.contains("client_no_context_takeover"),
        !parameters.contains("server_no_context_takeover"));
  }

  /** Whether it is the one extension that was granted. */
  static boolean isNamedAloneIn(String extensions) {
    return extensions.indexOf(',') < 0 && name(extensions).equals(NAME);
  }

  /**
   * What a client has to fail the connection for: a parameter that is unknown, comes twice, has a
   * value that is invalid, or was not asked for where it has to be. Null where there is nothing.
   */
  static @Nullable String fault(String extension) {
    Set<String> seen = new HashSet<>();
    for (String parameter : parameters(extension)) {
      String[] parts = parameter.split("=", 2);
      String name = parts[0].strip();
      String value = parts.length < 2 ? null : parts[1].strip().replaceAll("^\"(.*)\"$", "$1");
      if (!seen.add(name)) {
        return name + " comes twice";
      }
      if (WITHOUT_VALUE.contains(name)) {
        if (value != null) {
          return name + " has a value, which it must not have";
        }
      } else if (name.equals(SERVER_WINDOW)) {
        if (value == null || !value.matches("[89]|1[0-5]")) {
          return name + " is 8 to 15";
        }
      } else if (name.equals("client_max_window_bits")) {
        return name + " was not offered, so it must not be granted";
      } else {
        return "permessage-deflate has no parameter \"" + name + "\"";
      }
    }
    return null;
  }

  private static String name(String extension) {
    return extension.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static List<String> parameters(String extension) {
    List<String> parameters = new ArrayList<>();
    String[] parts = extension.toLowerCase(Locale.ROOT).split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      parameters.add(parts[i].strip());
    }
    return parameters;
  }
}

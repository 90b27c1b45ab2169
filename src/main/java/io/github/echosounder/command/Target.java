package io.github.echosounder.command;

import io.github.echosounder.client.Address;
import io.github.echosounder.client.Field;
import io.github.echosounder.client.Trust;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The arguments that say which server it is about, and how to speak to it. */
public final class Target {

  private static final Set<String> OWN =
      Set.of(
          "connection",
          "upgrade",
          "sec-websocket-key",
          "sec-websocket-version",
          "sec-websocket-extensions",
          "sec-websocket-protocol",
          "content-length",
          "transfer-encoding");

  @Parameters(paramLabel = "URL", description = "ws://host[:port]/path or wss://…, which echoes.")
  private String url = "";

  @Option(
      names = {"-H", "--header"},
      paramLabel = "'NAME: VALUE'",
      description = "Send this header with each handshake. May be repeated.")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = {"-k", "--insecure"},
      description = "Take any certificate.")
  private boolean isInsecure;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "Trust the certificates of this file (PEM) instead of Java's own.")
  private @Nullable File authorities;

  public Address address(CommandSpec spec) {
    return address(url, spec);
  }

  public static Address address(String url, CommandSpec spec) {
    try {
      return Address.of(url);
    } catch (IllegalArgumentException wrong) {
      throw usage(spec, String.valueOf(wrong.getMessage()));
    }
  }

  public boolean isInsecure() {
    return isInsecure;
  }

  /** As of {@code --cacert}, whether or not any certificate will do. */
  public Trust trust(CommandSpec spec) {
    try {
      return Trust.of(authorities == null ? null : authorities.toPath());
    } catch (NoSuchFileException missing) {
      throw usage(spec, "--cacert: there is no file " + authorities);
    } catch (IOException unreadable) {
      throw usage(spec, "--cacert: " + unreadable.getMessage());
    }
  }

  public List<Field> fields(CommandSpec spec) {
    List<Field> fields = new ArrayList<>();
    for (String header : headers) {
      int colon = header.indexOf(':');
      String name = colon < 0 ? "" : header.substring(0, colon).strip();
      if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
        throw usage(spec, "--header \"" + header + "\" is not of the form 'Name: value'");
      }
      if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
        throw usage(
            spec, "--header \"" + name + "\": that header is the handshake's own, RFC 6455, 4.1");
      }
      String value = header.substring(colon + 1).strip();
      if (value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
        throw usage(
            spec, "--header \"" + name + "\" has a line break or control character in its value");
      }
      fields.add(new Field(name, value));
    }
    return fields;
  }

  private static ParameterException usage(CommandSpec spec, String why) {
    return new ParameterException(spec.commandLine(), why);
  }
}

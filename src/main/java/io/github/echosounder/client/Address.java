package io.github.echosounder.client;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A URL of RFC 6455, 3, in its parts.
 *
 * @param text as it was written
 * @param host a name or an IP address, an IPv6 address without its brackets
 * @param target what the request line asks for: path and query
 */
public record Address(String text, boolean isSecure, String host, int port, String target) {

  /** One that begins no escape can only be meant as itself, as in {@code ?drop=1%}. */
  private static final Pattern LONE_PERCENT = Pattern.compile("%(?![0-9a-fA-F]{2})");

  private static final String FORM = "the form is ws://host[:port]/path or wss://host[:port]/path";

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException with a sentence about what is wrong with it
   */
  public static Address of(String text) {
    URI uri;
    try {
      uri = new URI(LONE_PERCENT.matcher(text).replaceAll("%25"));
    } catch (URISyntaxException malformed) {
      throw wrong(
          text,
          malformed.getReason().toLowerCase(Locale.ROOT)
              + " at character "
              + (malformed.getIndex() + 1));
    }
    boolean isSecure = isSecure(text, uri);
    String host = uri.getHost();
    if (host == null) {
      throw wrong(text, "there is no host in it, or no valid one");
    }
    if (uri.getRawUserInfo() != null) {
      throw wrong(text, "it names a user; send --header 'Authorization: …' instead");
    }
    if (uri.getRawFragment() != null) {
      throw wrong(text, "a WebSocket URL has no #fragment (RFC 6455, 3)");
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw wrong(text, "the port is 1 to 65535");
    }
    int port = uri.getPort() > 0 ? uri.getPort() : isSecure ? 443 : 80;
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new Address(text, isSecure, host.replaceAll("[\\[\\]]", ""), port, ascii(path + query));
  }

  private static boolean isSecure(String text, URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "wss" -> true;
      case "ws" -> false;
      case "http", "https" ->
          throw wrong(text, "a WebSocket's scheme is " + scheme.replace("http", "ws"));
      default -> throw wrong(text, FORM);
    };
  }

  private static String ascii(String target) {
    return URI.create(target.startsWith("//") ? "/." + target : target).toASCIIString();
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException("not a WebSocket URL: \"" + text + "\": " + why);
  }

  /** Another path and query on the same server. */
  public Address at(String target) {
    return new Address(origin().replaceFirst("http", "ws") + target, isSecure, host, port, target);
  }

  /** An IP address in its short form (RFC 5952). */
  public static String text(InetAddress address) {
    return NetUtil.toAddressString(address);
  }

  /** The path, without a query. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** What the header Host says: without the port that the scheme implies (RFC 6455, 4.1). */
  public String authority() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == (isSecure ? 443 : 80) ? name : name + ":" + port;
  }

  /** The origin of a page that this server might serve (RFC 6454, 6.1). */
  public String origin() {
    return (isSecure ? "https://" : "http://") + authority();
  }

  @Override
  public String toString() {
    return text;
  }
}

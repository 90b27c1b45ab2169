package io.github.echosounder.web;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether a browser may have sent a request on behalf of a page from elsewhere (CSRF). What a
 * browser says in Sec-Fetch-Site is about the address it sees, so it holds behind a proxy that ends
 * TLS, changes Host or adds a path; a browser leaves it out on plain HTTP, though not Origin. A
 * client that is no browser sends neither.
 */
final class CrossSite {

  private static final Set<String> FROM_HERE = Set.of("same-origin", "none");

  /** What a form can send (HTML, 4.10.19.6), and a script without asking first (CORS). */
  private static final Set<String> FORM_TYPES =
      Set.of("application/x-www-form-urlencoded", "multipart/form-data", "text/plain");

  private CrossSite() {}

  /**
   * Why this request is refused; null when it is not.
   *
   * @param headers all values of a header, in order
   */
  static @Nullable String fault(Function<String, List<String>> headers) {
    String site = only(headers.apply("Sec-Fetch-Site"));
    if (site != null) {
      return FROM_HERE.contains(site)
          ? null
          : "A browser sent it for a page from elsewhere: Sec-Fetch-Site is " + site + ".";
    }
    String origin = only(headers.apply("Origin"));
    if (origin != null) {
      return isThisHost(origin, headers)
          ? null
          : "A browser sent it for a page from elsewhere: Origin is "
              + origin
              + ", and neither Host nor X-Forwarded-Host names that host and port.";
    }
    String type = only(headers.apply("Content-Type"));
    if (type != null && FORM_TYPES.contains(essence(type))) {
      return "Content-Type is "
          + type
          + ", which a form on any web page can send. No body is needed; leave both out.";
    }
    return null;
  }

  /**
   * Without the scheme: behind a proxy that ends TLS it is another one here. A page from elsewhere
   * can set neither of the two headers.
   */
  private static boolean isThisHost(String origin, Function<String, List<String>> headers) {
    int end = origin.indexOf("://");
    if (end < 0) {
      // "null": a page without an origin, or one that hides it.
      return false;
    }
    String scheme = origin.substring(0, end);
    String host = host(scheme, origin.substring(end + 3));
    return isOneOf(host, scheme, headers.apply("Host"))
        || isOneOf(host, scheme, headers.apply("X-Forwarded-Host"));
  }

  private static boolean isOneOf(String host, String scheme, List<String> values) {
    return values.stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .anyMatch(value -> host(scheme, value.trim()).equals(host));
  }

  /** Without the scheme's default port, as an origin has it (RFC 6454, 6.2). */
  private static String host(String scheme, String authority) {
    String defaultPort = scheme.equalsIgnoreCase("https") ? ":443" : ":80";
    String host = authority.toLowerCase(Locale.ROOT);
    return host.endsWith(defaultPort)
        ? host.substring(0, host.length() - defaultPort.length())
        : host;
  }

  private static String essence(String mediaType) {
    int parameters = mediaType.indexOf(';');
    String type = parameters < 0 ? mediaType : mediaType.substring(0, parameters);
    return type.trim().toLowerCase(Locale.ROOT);
  }

  /** More than one is as none that is known. */
  private static @Nullable String only(List<String> values) {
    return values.isEmpty() ? null : String.join(", ", values).trim();
  }
}

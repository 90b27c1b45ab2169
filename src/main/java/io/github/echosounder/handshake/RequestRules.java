package io.github.echosounder.handshake;

import io.github.echosounder.handshake.Fields.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What holds for every request, whatever it asks for (RFC 9112). */
public final class RequestRules {

  private static final String TRANSFER_ENCODING = "Transfer-Encoding";

  /** RFC 9110, 9.3, and RFC 5789; whether one is allowed is up to what it is sent to. */
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

  private RequestRules() {}

  public static @Nullable Problem firstProblem(HandshakeRequest request) {
    boolean isHttp11 = request.version().equals(HandshakeRequest.HTTP_1_1);
    if (!isHttp11 && !request.version().equals(HandshakeRequest.HTTP_1_0)) {
      return new Problem(
          505,
          "HTTP version not supported",
          "The request came with "
              + Quoted.of(request.version())
              + "; this server speaks HTTP/1.1 and HTTP/1.0 (RFC 9110, 15.6.6).");
    }
    String fault = request.target().fault();
    if (fault != null && !isAboutTheServer(request)) {
      return Problem.badRequest(fault);
    }
    for (Field field : request.fields().all()) {
      if (field.name().isEmpty()) {
        return Problem.badRequest(
            "A header line has no name before its colon; its value is "
                + Quoted.of(field.value())
                + " (RFC 9112, 5).");
      }
    }
    Problem host = host(request.fields(), isHttp11);
    if (host != null) {
      return host;
    }
    Problem coding = transferCoding(request.fields());
    return coding == null ? method(request.method()) : coding;
  }

  /** RFC 9112, 6.1 and 6.3. */
  private static @Nullable Problem transferCoding(Fields fields) {
    if (!fields.has(TRANSFER_ENCODING)) {
      return null;
    }
    List<String> codings = fields.elements(TRANSFER_ENCODING);
    int last = codings.size() - 1;
    if (last < 0 || !isChunked(codings.get(last))) {
      return Problem.badRequest(
          "The header Transfer-Encoding is "
              + Quoted.of(String.join(", ", codings))
              + ", and must end in chunked (RFC 9112, 6.3).");
    }
    String first = codings.get(0);
    if (isChunked(first)) {
      return last == 0
          ? null
          : Problem.badRequest("The body cannot be chunked more than once (RFC 9112, 6.1).");
    }
    return new Problem(
        501,
        "Transfer coding not implemented",
        "The body is in the transfer coding "
            + Quoted.of(first)
            + "; this server knows chunked (RFC 9112, 6.1).");
  }

  private static boolean isChunked(String coding) {
    return coding.equalsIgnoreCase("chunked");
  }

  /** RFC 9110, 9.1. */
  private static @Nullable Problem method(String method) {
    return METHODS.contains(method)
        ? null
        : new Problem(
            501,
            "Method not implemented",
            "The method "
                + Quoted.of(method)
                + " is none of "
                + String.join(", ", METHODS)
                + " (RFC 9110, 9.1).");
  }

  /** RFC 9112, 3.2.4. */
  private static boolean isAboutTheServer(HandshakeRequest request) {
    return request.method().equals("OPTIONS") && request.target().raw().equals("*");
  }

  /** RFC 9112, 3.2. */
  private static @Nullable Problem host(Fields fields, boolean isNeeded) {
    List<String> hosts = fields.values("Host");
    if (hosts.isEmpty()) {
      return isNeeded ? Problem.badRequest("The header Host is missing (RFC 9112, 3.2).") : null;
    }
    if (hosts.size() > 1) {
      return Problem.badRequest(
          "The header Host stands " + hosts.size() + " times (RFC 9112, 3.2).");
    }
    return Authority.isValid(hosts.get(0))
        ? null
        : Problem.badRequest(
            "The header Host is "
                + Quoted.of(hosts.get(0))
                + ", which is not a host, or a host and a port (RFC 9112, 3.2).");
  }
}

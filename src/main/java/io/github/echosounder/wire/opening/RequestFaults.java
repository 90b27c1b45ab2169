package io.github.echosounder.wire.opening;

import io.github.echosounder.handshake.Problem;
import io.github.echosounder.handshake.Quoted;
import io.github.echosounder.handshake.RequestRules;
import io.github.echosounder.handshake.Target;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** What is wrong with a request as HTTP's decoder has read it. */
final class RequestFaults {

  private static final int LARGEST_DIGIT = 9;

  private RequestFaults() {}

  /** Null when nothing is; its target is a URI then. */
  static @Nullable Problem first(HttpRequest request) {
    if (isOfAHigherMinorVersion(request.protocolVersion())) {
      request.setProtocolVersion(HttpVersion.HTTP_1_1);
    }
    Problem problem = request.decoderResult().isFailure() ? unreadable(request) : refused(request);
    return problem == null ? withUri(request) : problem;
  }

  /** RFC 9110, 2.5: that is to be taken for the highest that there is. */
  private static boolean isOfAHigherMinorVersion(HttpVersion version) {
    return version.majorVersion() == 1
        && version.minorVersion() > 1
        && version.minorVersion() <= LARGEST_DIGIT;
  }

  private static Problem unreadable(HttpRequest request) {
    Throwable cause = request.decoderResult().cause();
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof TooLongHttpLineException) {
      return new Problem(414, "Request target too long", message);
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return new Problem(431, "Request header fields too large", message);
    }
    return request instanceof FullHttpRequest
        ? Problem.badRequest(
            "The request line is not a method, a target and HTTP/1.1 (RFC 9112, 3).")
        : Problem.badRequest(
            "A header line is not a name, a colon and a value (RFC 9112, 5): "
                + Quoted.of(message));
  }

  @SuppressWarnings("ReferenceEquality") // Another spelling of a version equals it.
  private static @Nullable Problem refused(HttpRequest request) {
    HttpVersion version = request.protocolVersion();
    boolean isWritten = version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
    boolean isMeant = version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
    if (isMeant && !isWritten) {
      return Problem.badRequest("HTTP/1.1 is to be written so, in upper case (RFC 9112, 2.3).");
    }
    return RequestRules.firstProblem(Requests.of(request, null));
  }

  /** What is behind this insists on a URI, and browsers do not. */
  private static @Nullable Problem withUri(HttpRequest request) {
    String uri = Target.of(request.uri()).encoded();
    try {
      request.setUri(new URI(uri).toString());
      return null;
    } catch (URISyntaxException e) {
      return Problem.badRequest(
          "The request target is " + Quoted.of(request.uri()) + ", which is no URI (RFC 3986).");
    }
  }
}

package io.github.echosounder.load;

import io.github.echosounder.client.Failure;
import io.github.echosounder.client.Response;

/** Why a connection did not open, in short and as an exit code. */
final class Refusals {

  private static final int TCP = 3;
  private static final int TLS = 4;
  private static final int UPGRADE = 5;

  private Refusals() {}

  static String inShort(Failure failure) {
    Response response = failure.response();
    if (failure.kind() == Failure.Kind.STATUS && response != null) {
      return "the answer is " + response.status() + " " + response.phrase();
    }
    String detail = failure.detail();
    String sentence = detail.endsWith(".") ? detail.substring(0, detail.length() - 1) : detail;
    return failure.kind() == Failure.Kind.TLS_FAILED ? "TLS failed: " + sentence : sentence;
  }

  static int exitCode(Failure.Kind kind) {
    return switch (kind) {
      case DNS_UNKNOWN, TCP_REFUSED, TCP_UNREACHABLE, TCP_TIMEOUT -> TCP;
      case TLS_FAILED, TLS_TIMEOUT -> TLS;
      default -> UPGRADE;
    };
  }
}

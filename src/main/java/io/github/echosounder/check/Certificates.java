package io.github.echosounder.check;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Judges a server's certificates: RFC 9525 for names, RFC 5280 for the rest. */
final class Certificates {

  private static final Duration SOON = Duration.ofDays(14);
  private static final int DNS = 2;
  private static final int IP = 7;

  private Certificates() {}

  /**
   * The first that holds: expired, for another name, untrusted, about to expire; null where none
   * does.
   *
   * @param doubt why they lead to no trusted authority; null where they do
   */
  static @Nullable Outcome judge(
      List<X509Certificate> chain, String host, Instant now, @Nullable Exception doubt) {
    X509Certificate own = chain.get(0);
    Instant end = own.getNotAfter().toInstant();
    Instant begin = own.getNotBefore().toInstant();
    if (now.isAfter(end)) {
      return Outcome.fail(
          Cause.TLS_EXPIRED,
          "The certificate expired on "
              + day(end)
              + ", "
              + days(end, now)
              + " ago: renew it where TLS ends.");
    }
    if (now.isBefore(begin)) {
      return Outcome.fail(
          Cause.TLS_EXPIRED,
          "The certificate is not valid before "
              + day(begin)
              + ": wait, or set the clock of this machine.");
    }
    List<String> names = names(own);
    if (names.stream().noneMatch(name -> fits(name, host))) {
      return Outcome.fail(
          Cause.TLS_NAME,
          "The certificate is for "
              + (names.isEmpty() ? "no name" : String.join(", ", names))
              + ", not for "
              + host
              + ": the name is missing from it, or another virtual host answers (SNI).");
    }
    if (doubt != null) {
      return untrusted(chain, doubt);
    }
    if (now.plus(SOON).isAfter(end)) {
      return Outcome.remark(
          Cause.TLS_EXPIRES_SOON,
          "The certificate expires on " + day(end) + ", in " + days(now, end) + ".");
    }
    return null;
  }

  private static Outcome untrusted(List<X509Certificate> chain, Exception doubt) {
    for (Throwable cause = doubt; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathValidatorException path
          && path.getReason() == BasicReason.EXPIRED) {
        return Outcome.fail(Cause.TLS_EXPIRED, "A certificate above the server's own has expired.");
      }
    }
    X509Certificate own = chain.get(0);
    boolean isSelfSigned = own.getIssuerX500Principal().equals(own.getSubjectX500Principal());
    return Outcome.fail(
        Cause.TLS_UNTRUSTED,
        isSelfSigned
            ? "The certificate is self-signed: nobody but itself vouches for it. Trust it with"
                + " --cacert FILE, or check on with --insecure."
            : "The certificate leads to no trusted authority (issued by "
                + own.getIssuerX500Principal().getName()
                + "): an authority of your own, to be trusted with --cacert FILE, or a server that"
                + " does not send its intermediate certificates.");
  }

  private static String day(Instant time) {
    return time.toString().substring(0, 10);
  }

  private static String days(Instant from, Instant to) {
    long days = Duration.between(from, to).toDays();
    return days == 1
        ? "1 day"
        : days > 0 ? days + " days" : Duration.between(from, to).toHours() + " h";
  }

  /** Where there is no alternative name, none is believed (RFC 9525, 2). */
  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          if (alternative.get(0).equals(DNS) || alternative.get(0).equals(IP)) {
            names.add(String.valueOf(alternative.get(1)));
          }
        }
      }
    } catch (CertificateParsingException malformed) {
      return List.of();
    }
    return names;
  }

  private static boolean fits(String name, String host) {
    String pattern = name.toLowerCase(Locale.ROOT);
    String asked = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    if (pattern.startsWith("*.")) {
      int dot = asked.indexOf('.');
      return dot > 0 && asked.substring(dot).equals(pattern.substring(1));
    }
    return pattern.equals(asked) || isSameAddress(pattern, asked);
  }

  /** Java writes an IPv6 address out. */
  private static boolean isSameAddress(String name, String host) {
    if (name.indexOf(':') < 0 || host.indexOf(':') < 0) {
      return false;
    }
    try {
      return InetAddress.getByName(name).equals(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      return false;
    }
  }
}

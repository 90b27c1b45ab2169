package io.github.echosounder.check;

import io.github.echosounder.client.Failure;
import io.github.echosounder.client.OpeningException;
import io.github.echosounder.client.Probe;
import io.github.echosounder.client.Tls;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** Makes TLS with whoever answers, then judges who that was. */
final class TlsStep implements Step {

  @Override
  public Outcome take(Path path) throws BrokenException, InterruptedException {
    if (!path.address().isSecure()) {
      return Outcome.skip("The URL is ws://, without TLS.");
    }
    Options options = path.options();
    Tls tls;
    try {
      tls =
          Probe.secure(
              path.address(), path.reachable(), options.trust().inAnyone(), path.timeout());
    } catch (OpeningException e) {
      return failed(e.failure());
    }
    String facts =
        tls.version()
            + (tls.applicationProtocol().isEmpty()
                ? ", no ALPN"
                : ", ALPN " + tls.applicationProtocol());
    Outcome judged =
        Certificates.judge(
            tls.certificates(),
            path.address().host(),
            Instant.now(),
            options.trust().doubt(tls.certificates().toArray(new X509Certificate[0])));
    Outcome outcome =
        options.isInsecure()
            ? Outcome.pass(facts + "; the certificate was not judged (--insecure).")
            : judged == null ? Outcome.pass(facts + ", a trusted certificate.") : judged;
    X509Certificate own = tls.certificates().get(0);
    return outcome
        .with("version", tls.version())
        .with("cipherSuite", tls.cipherSuite())
        .with("alpn", tls.applicationProtocol().isEmpty() ? null : tls.applicationProtocol())
        .with("subject", own.getSubjectX500Principal().getName())
        .with("issuer", own.getIssuerX500Principal().getName())
        .with("expires", own.getNotAfter().toInstant().toString());
  }

  private static Outcome failed(Failure failure) {
    return Outcome.fail(Cause.TLS_FAILED, TlsFaults.sentence(failure));
  }
}

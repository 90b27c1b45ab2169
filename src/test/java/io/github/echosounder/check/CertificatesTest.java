package io.github.echosounder.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.check.lab.Issued;
import java.nio.file.Path;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first fault that holds of a certificate. */
class CertificatesTest {

  private static @TempDir @Nullable Path directory;
  private static List<X509Certificate> chain = List.of();

  @BeforeAll
  static void issue() throws Exception {
    if (directory != null) {
      String names = "DNS:a.example,DNS:*.b.example,IP:127.0.0.1,IP:0:0:0:0:0:0:0:1";
      chain = List.of(Issued.selfSigned(names, directory));
    }
  }

  private static Instant end() {
    return chain.get(0).getNotAfter().toInstant();
  }

  private static Instant early() {
    return chain.get(0).getNotBefore().toInstant().plus(Duration.ofDays(1));
  }

  private static @Nullable Cause cause(String host, Instant now, @Nullable Exception doubt) {
    Outcome outcome = Certificates.judge(chain, host, now, doubt);
    return outcome == null ? null : outcome.cause();
  }

  @Test
  void aNameThatItHasIsTaken() {
    for (String host :
        List.of("a.example", "A.Example.", "x.b.example", "127.0.0.1", "::1", "0:0:0:0:0:0:0:1")) {
      assertNull(cause(host, early(), null), host);
    }
  }

  @Test
  void anotherNameIsNot() {
    for (String host : List.of("b.example", "x.y.b.example", "c.a.example", "127.0.0.2", "::2")) {
      assertEquals(Cause.TLS_NAME, cause(host, early(), null), host);
    }
  }

  @Test
  void beforeAndAfterItsTimeItIsExpired() {
    Instant begin = chain.get(0).getNotBefore().toInstant();
    assertEquals(Cause.TLS_EXPIRED, cause("a.example", end().plusSeconds(1), null));
    assertEquals(Cause.TLS_EXPIRED, cause("a.example", begin.minusSeconds(1), null));
  }

  @Test
  void expiryIsToldBeforeTheNameAndTheNameBeforeTrust() {
    Exception doubt = new Exception("no path");
    assertEquals(Cause.TLS_EXPIRED, cause("other", end().plusSeconds(1), doubt));
    assertEquals(Cause.TLS_NAME, cause("other", early(), doubt));
    assertEquals(Cause.TLS_UNTRUSTED, cause("a.example", early(), doubt));
  }

  @Test
  void anExpiredOneAboveItIsExpired() {
    Exception above =
        new Exception(new CertPathValidatorException("old", null, null, -1, BasicReason.EXPIRED));
    assertEquals(Cause.TLS_EXPIRED, cause("a.example", early(), above));
  }

  @Test
  void twoWeeksBeforeItsEndItExpiresSoon() {
    Instant before = end().minus(Duration.ofDays(14));
    assertNull(cause("a.example", before.minusSeconds(1), null));
    assertEquals(Cause.TLS_EXPIRES_SOON, cause("a.example", before.plusSeconds(1), null));
    Outcome soon = Certificates.judge(chain, "a.example", end().minus(Duration.ofHours(30)), null);
    assertTrue(soon != null && soon.detail().contains("in 1 day."), String.valueOf(soon));
  }
}

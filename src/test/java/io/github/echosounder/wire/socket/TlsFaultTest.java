package io.github.echosounder.wire.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class TlsFaultTest {

  @Test
  void aReasonOfBoringSslIsToldWithoutItsCode() {
    assertEquals(
        "bad decrypt",
        TlsFault.text(
            new SSLException(
                "io.netty.handler.ssl.ReferenceCountedOpenSslEngine$OpenSslException:"
                    + " error:1e000065:Cipher functions:OPENSSL_internal:BAD_DECRYPT")));
    assertEquals(
        "unsupported protocol",
        TlsFault.text(
            new SSLHandshakeException(
                "error:100000f0:SSL routines:OPENSSL_internal:UNSUPPORTED_PROTOCOL")));
  }

  @Test
  void aGeneralProblemIsToldByItsCause() {
    Throwable fault = new SSLHandshakeException("General OpenSslEngine problem");
    assertEquals("General OpenSslEngine problem", TlsFault.text(fault));
    fault.initCause(new CertificateException("no path to a trusted certificate"));
    assertEquals("no path to a trusted certificate", TlsFault.text(fault));
  }

  @Test
  void whatJavaSaysIsToldAsItIs() {
    assertEquals(
        "(bad_record_mac) Tag mismatch",
        TlsFault.text(new SSLException("(bad_record_mac) Tag mismatch")));
    assertEquals("null", TlsFault.text(new SSLException((String) null)));
  }
}

package io.github.echosounder.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.echosounder.client.Field;
import io.github.echosounder.client.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose setting is named, and first. */
class AdviceTest {

  private static Response answerOf(String name, String value) {
    return new Response(new byte[0], 0, "HTTP/1.1", 101, "Go", List.of(new Field(name, value)));
  }

  @Test
  void aProxyThatNamesItselfIsTheOnlyOne() {
    assertEquals(
        " nginx names itself in the answer. nginx: proxy_read_timeout (60 s unless set).",
        Advice.against(Cause.IDLE_CUT, 300, answerOf("Server", "openresty/1.25")));
    String gke = Advice.against(Cause.CUT, 30, answerOf("Via", "1.1 google"));
    assertTrue(gke.startsWith(" GKE names itself in the answer. GKE: timeoutSec"), gke);
  }

  @Test
  void oneThatHasNoCureIsNotTheOnlyOne() {
    String cures = Advice.against(Cause.UPGRADE_DROPPED, answerOf("Server", "awselb/2.0"));
    assertTrue(cures.startsWith(" nginx: proxy_http_version 1.1"), cures);
  }

  @Test
  void thatWhoseDefaultWasMeasuredComesFirst() {
    for (String[] expected :
        new String[][] {
          {"60.02", " nginx: proxy_read_timeout"},
          {"300.4", " Envoy: stream_idle_timeout"},
          {"350.1", " AWS NLB: tcp.idle_timeout.seconds"},
          {"30", " GKE: timeoutSec"},
          {"3600", " HAProxy: timeout tunnel"},
        }) {
      String cures = Advice.against(Cause.IDLE_CUT, Double.parseDouble(expected[0]), null);
      assertTrue(cures.startsWith(expected[1]), cures);
    }
  }

  @Test
  void whatNoProxyCausesHasNoCure() {
    assertEquals("", Advice.against(Cause.MESSAGE_ALTERED, null));
  }
}

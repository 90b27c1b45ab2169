package io.github.echosounder.check;

import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.OpeningException;
import io.github.echosounder.client.Response;
import io.github.echosounder.client.Timings;
import java.util.LinkedHashMap;
import java.util.Map;

/** The handshake. */
final class UpgradeStep implements Step {

  @Override
  public Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException {
    // The first connection of this process takes the time of Java's own start, so it does not
    // count.
    path.open().close(1000, "");
    BlockingConnection connection = path.open();
    Response response = connection.response();
    Timings timings = connection.timings();
    String server = response.value("Server");
    String via = response.value("Via");
    return Outcome.pass(
            "101 after "
                + Text.millis(timings.upgrade())
                + (path.isEchosounder() ? ", from an Echosounder" : "")
                + (server.isEmpty() ? "" : ", through or by " + Text.quoted(server))
                + ".")
        .with("status", response.status())
        .with("httpVersion", response.version())
        .with("serverHeader", server.isEmpty() ? null : server)
        .with("via", via.isEmpty() ? null : via)
        .with("millis", millis(timings));
  }

  private static Map<String, Object> millis(Timings timings) {
    Map<String, Object> millis = new LinkedHashMap<>();
    put(millis, "tcp", timings.tcp());
    put(millis, "tls", timings.tls());
    put(millis, "upgrade", timings.upgrade());
    return millis;
  }

  private static void put(Map<String, Object> millis, String phase, long nanos) {
    if (nanos >= 0) {
      millis.put(phase, Text.rounded(nanos / 1e6, 2));
    }
  }
}

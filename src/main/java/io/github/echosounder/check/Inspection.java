package io.github.echosounder.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.echosounder.client.BlockingConnection;
import io.github.echosounder.client.Failure.Kind;
import io.github.echosounder.client.Field;
import io.github.echosounder.client.OpeningException;
import io.github.echosounder.client.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection to {@code /ws/inspect}, which tells what arrived. */
final class Inspection {

  private final Path path;
  private final BlockingConnection connection;
  private final JsonNode handshake;

  private Inspection(Path path, BlockingConnection connection, JsonNode handshake) {
    this.path = path;
    this.connection = connection;
    this.handshake = handshake;
  }

  /** The request goes to inspect instead of its own address. */
  static Inspection of(Path path, Request request)
      throws OpeningException, BrokenException, InterruptedException {
    BlockingConnection connection =
        path.open(request.at(path.address().at(path.echosounder().inspect())));
    String first = Echoes.next(path, connection, "from /ws/inspect after it opened").text();
    return new Inspection(path, connection, Echosounder.read(first));
  }

  /**
   * Null where it is not to be had on this way although the echo is, as where a proxy routes the
   * echo's path alone.
   */
  static @Nullable Inspection reach(Path path, Request request)
      throws OpeningException, BrokenException, InterruptedException {
    try {
      return of(path, request);
    } catch (OpeningException refused) {
      Kind kind = refused.failure().kind();
      if (kind != Kind.STATUS && kind != Kind.HANDSHAKE_TIMEOUT) {
        throw refused;
      }
      path.open(request).close();
      return null;
    } catch (BrokenException broken) {
      if (broken.outcome().cause() != Cause.SILENT) {
        throw broken;
      }
      return null;
    }
  }

  BlockingConnection connection() {
    return connection;
  }

  JsonNode handshake() {
    return handshake;
  }

  /** The header fields as they arrived. */
  List<Field> headers() {
    List<Field> headers = new ArrayList<>();
    for (JsonNode header : handshake.path("headers")) {
      headers.add(new Field(header.path("name").asText(), header.path("value").asText()));
    }
    return headers;
  }

  /** The account of what arrived next. */
  JsonNode next(String when) throws BrokenException, InterruptedException {
    return Echosounder.read(Echoes.next(path, connection, when).text());
  }
}

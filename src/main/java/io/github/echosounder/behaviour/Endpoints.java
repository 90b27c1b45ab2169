package io.github.echosounder.behaviour;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket endpoints: the only table of them. The doorway judges by it, and `/api/info`, the
 * metrics' labels, the problem documents and the README tell of it.
 */
public final class Endpoints {

  /** The paths, for annotations: those are to be constants. */
  public static final String DEMO = "/";

  public static final String EXACT = "/ws";
  public static final String INSPECT = "/ws/inspect";
  public static final String STREAM = "/ws/stream";
  public static final String SINK = "/ws/sink";
  public static final String REFUSE = "/ws/refuse";

  /** In the order in which they are told of. */
  public static final List<Endpoint> ALL =
      List.of(
          new Endpoint(DEMO, "text comes back with a prefix, binary unchanged", Kind.PREFIXED_ECHO),
          new Endpoint(EXACT, "everything comes back exactly as it came", Kind.EXACT_ECHO),
          new Endpoint(
              INSPECT,
              "the handshake as the server saw it, then an account of each message and control frame",
              Kind.INSPECTION),
          new Endpoint(STREAM, "numbered, time-stamped messages from the server", Kind.STREAM),
          new Endpoint(SINK, "takes everything and reports the goodput each second", Kind.SINK),
          new Endpoint(REFUSE, "refused as the query says, to test a client", Kind.REFUSAL));

  /** What kind of plan an endpoint's connections have. */
  public enum Kind {
    PREFIXED_ECHO,
    EXACT_ECHO,
    INSPECTION,
    STREAM,
    SINK,
    /** It opens no connection. */
    REFUSAL
  }

  /**
   * One of them.
   *
   * @param path below the root that everything is served from
   * @param description what it does, as the end of a sentence
   */
  public record Endpoint(String path, String description, Kind kind) {}

  private Endpoints() {}

  public static @Nullable Endpoint at(String path) {
    for (Endpoint endpoint : ALL) {
      if (endpoint.path().equals(path)) {
        return endpoint;
      }
    }
    return null;
  }

  public static List<String> paths() {
    return ALL.stream().map(Endpoint::path).toList();
  }
}

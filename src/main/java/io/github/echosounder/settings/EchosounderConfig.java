package io.github.echosounder.settings;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Every setting of Echosounder, with its default. A duration carries a unit ({@code 250ms}, {@code
 * 5s}, {@code 2m}), a size is a number of bytes or carries {@code K}, {@code M} or {@code G} (each
 * 1,024 of the smaller).
 */
@ConfigMapping(prefix = "echosounder")
public interface EchosounderConfig {

  /** Text put before each text reply on {@code /}; empty makes {@code /} an exact echo. */
  @WithDefault("接收数据: ")
  Optional<String> replyPrefix();

  /**
   * Origins of the pages that may connect, each as {@code scheme://host[:port]} or {@code null},
   * separated by commas; {@code *} allows all. A handshake from any other origin gets 403.
   */
  @WithDefault("*")
  List<String> allowedOrigins();

  /**
   * Subprotocols this server grants, separated by commas: the first one that a client offers and
   * this list has. Without a list none is granted.
   */
  Optional<List<String>> subprotocols();

  /** The name that {@code /api/info} gives for this instance; unset, it gives none. */
  Optional<String> serverName();

  /**
   * The most connections that may be open at once; further handshakes get 503. A failure of {@code
   * /ws/refuse} counts as one while its client waits for it.
   */
  @WithDefault("10000")
  int maxConnections();

  /** The largest message, as a size; a larger one is closed with 1009 before memory is taken. */
  @WithDefault("16M")
  MemorySize maxMessageSize();

  /** The largest frame, as a size; a larger one is closed with 1009 before memory is taken. */
  @WithDefault("16M")
  MemorySize maxFrameSize();

  /**
   * The largest frame, as a size, that is returned as one frame; a larger one is returned in
   * fragments while it arrives.
   */
  @WithDefault("64K")
  MemorySize relayFrameSize();

  /**
   * The most memory, as a size, that all connections together hold for unfinished messages and for
   * replies that clients have not taken; never more than half of the JVM's direct memory. A
   * connection that needs more is closed with 1013. A sixteenth of it is set aside for requests
   * that are not complete; beyond that the connection with the oldest of them is closed.
   */
  @WithDefault("256M")
  MemorySize maxHeldMemory();

  /** The time a client has to send the whole head of its request. */
  @WithDefault("10s")
  Duration handshakeTimeout();

  /**
   * Close a connection that has received nothing for this long; {@code 0s} disables the timeout.
   */
  @WithDefault("0s")
  Duration idleTimeout();

  /**
   * The time between two pings to a connection, which measure its round trip; {@code 0s} sends
   * none.
   */
  @WithDefault("0s")
  Duration pingInterval();

  /**
   * The time to wait for a client's Close, and then for its end of TCP, before the connection is
   * cut.
   */
  @WithDefault("5s")
  Duration closeTimeout();

  /** Whether to grant permessage-deflate (RFC 7692) to a client that offers it. */
  @WithDefault("true")
  boolean compression();

  /**
   * The DEFLATE level of compressed replies, from 0 (stored) through 1 (fastest) to 9 (smallest).
   */
  @WithDefault("1")
  int compressionLevel();

  /**
   * Close a connection with 1001 when it is this old, give or take a tenth; {@code 0s} sets no
   * limit.
   */
  @WithDefault("0s")
  Duration maxConnectionAge();

  /**
   * Let a client's query change what its connection does: delays, losses, endings and the like, and
   * the failures of {@code /ws/refuse}. {@code label} is always allowed.
   */
  @WithDefault("true")
  boolean knobs();

  /**
   * The most that all {@code /ws/stream} connections together are sent in a second, as a size; a
   * message counts as 1 KiB at least. What a client asks for beyond that is late.
   */
  @WithDefault("64M")
  MemorySize maxStreamRate();

  /** The format of the log: {@code text} or {@code json}. */
  @WithDefault("text")
  LogFormat logFormat();

  /** What is kept of connections and refused handshakes, and who may ask for it. */
  Verdicts verdicts();

  /** What happens between SIGTERM and the end of the process. */
  Drain drain();

  /** One line of text, or one JSON object on one line, for each event. */
  enum LogFormat {
    TEXT,
    JSON
  }

  /** What is kept of connections and refused handshakes, and who may ask for it. */
  interface Verdicts {

    /**
     * The most ended connections, and as many refused handshakes, that are kept in memory; beyond
     * that, or beyond 1 KiB for each, the oldest are forgotten.
     */
    @WithDefault("10000")
    int keep();

    /**
     * Whether {@code GET /api/connections} and {@code GET /api/refusals} list what is known of
     * everybody's connections.
     */
    @WithDefault("false")
    boolean list();

    /** The pod's name as verdicts tell it; unset, they tell none. */
    Optional<String> pod();

    /** The node's name as verdicts tell it; unset, they tell none. */
    Optional<String> node();

    /** The zone as verdicts tell it; unset, they tell none. */
    Optional<String> zone();

    /**
     * The Redis by which each replica answers for all, {@code redis://host[:port][/database]} or
     * {@code rediss://} for TLS, with {@code ?user=name} for a user of its own; unset, each replica
     * answers for itself. One Redis server: Sentinel and Cluster are not supported. The certificate
     * is checked, its name too, against the JVM's trust store, or the file that {@code
     * quarkus.redis.tls.trust-certificate-pem.certs} names where {@code
     * quarkus.redis.tls.trust-certificate-pem} is true.
     */
    Optional<String> redis();

    /** The password of that Redis. */
    Optional<String> redisPassword();

    /** How long Redis keeps an ended connection or a refused handshake. */
    @WithDefault("1h")
    Duration redisKeep();
  }

  /** What happens between SIGTERM and the end of the process. */
  interface Drain {

    /**
     * The time to go on serving as before while readiness is already 503: load balancers learn that
     * this instance leaves later than it does.
     */
    @WithDefault("5s")
    Duration routingGrace();

    /** The time over which the open connections are then closed, one by one. */
    @WithDefault("20s")
    Duration window();

    /** The code of the drain's Close: 1001, or 1012 for clients that reconnect only on that. */
    @WithDefault("1001")
    int closeCode();

    /** Whether {@code POST /api/drain} closes all connections as a drain would, for a rehearsal. */
    @WithDefault("false")
    boolean rehearsal();
  }
}

package io.github.echosounder.settings;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every setting of Echosounder, with its default. */
@ConfigMapping(prefix = "echosounder")
public interface EchosounderConfig {

  /** Put before each text that `/` sends back; empty for an exact echo. */
  @WithDefault("接收数据: ")
  Optional<String> replyPrefix();

  /** Origins whose pages may connect, as `scheme://host[:port]`; `*` for all. */
  @WithDefault("*")
  List<String> allowedOrigins();

  /** Subprotocols that may be granted; the first one that a client offers is. */
  Optional<List<String>> subprotocols();

  /** A name of this instance that clients may know; without one they are told none. */
  Optional<String> serverName();

  /** At so many open connections a handshake is refused with 503. */
  @WithDefault("10000")
  int maxConnections();

  /** Above this a message is refused with 1009, before memory is taken. */
  @WithDefault("16M")
  MemorySize maxMessageSize();

  /** The same for one frame. */
  @WithDefault("16M")
  MemorySize maxFrameSize();

  /** Up to this a frame comes back as one; a larger one is relayed while it arrives. */
  @WithDefault("64K")
  MemorySize relayFrameSize();

  /**
   * What all connections together may hold of incomplete messages and replies not taken; never more
   * than half of the JVM's direct memory.
   */
  @WithDefault("256M")
  MemorySize maxHeldMemory();

  /** How long a client may take for its request's head. */
  @WithDefault("10s")
  Duration handshakeTimeout();

  /** After so long without a byte from the client the connection is closed; `0s` for never. */
  @WithDefault("0s")
  Duration idleTimeout();

  /** How often a connection is sent a ping, to measure its round trip; `0s` for never. */
  @WithDefault("0s")
  Duration pingInterval();

  /** How long the client's Close, and its end of TCP, are awaited. */
  @WithDefault("5s")
  Duration closeTimeout();

  /** Whether permessage-deflate is granted when it is offered. */
  @WithDefault("true")
  boolean compression();

  /** How hard replies are compressed: 0 (not at all) to 9. */
  @WithDefault("1")
  int compressionLevel();

  /** A connection of this age is closed gently, give or take a tenth; `0s` for never. */
  @WithDefault("0s")
  Duration maxConnectionAge();

  /** How the console's lines are written. */
  @WithDefault("text")
  LogFormat logFormat();

  /** How this instance takes leave. */
  Drain drain();

  /** One line for a person, or one JSON object on a line for a collector. */
  enum LogFormat {
    TEXT,
    JSON
  }

  /** What happens between SIGTERM and the end of the process. */
  interface Drain {

    /** How long everything is still served: routers learn later than the pod. */
    @WithDefault("5s")
    Duration routingGrace();

    /** Over which the connections are then closed. */
    @WithDefault("20s")
    Duration window();

    /** 1001, or 1012 for clients that reconnect on that one only. */
    @WithDefault("1001")
    int closeCode();

    /** Whether `POST /api/drain` closes all connections as the end would, for a rehearsal. */
    @WithDefault("false")
    boolean rehearsal();
  }
}

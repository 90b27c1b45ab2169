package io.github.echosounder.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.echosounder.behaviour.Endpoints;
import io.github.echosounder.drain.Drain;
import io.github.echosounder.session.Connections;
import io.github.echosounder.settings.EchosounderConfig;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** `GET /api/info`: what this instance is, and what it allows. */
@Path("/api/info")
public class InfoResource {

  private final EchosounderConfig config;
  private final Connections connections;
  private final Drain drain;
  private final String name;
  private final String version;

  /**
   * The answer.
   *
   * @param instance the first part of the ids that this instance gives to connections
   * @param serverName only when the setting discloses one
   * @param openConnections at this moment
   * @param draining whether this instance is about to leave
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Info(
      String name,
      String version,
      String java,
      String instance,
      @Nullable String serverName,
      int openConnections,
      boolean draining,
      List<String> endpoints,
      List<String> extensions,
      List<String> subprotocols,
      String replyPrefix,
      Limits limits) {}

  /** Sizes in bytes, times in seconds; zero is no limit. */
  public record Limits(
      int connections,
      long messageBytes,
      long frameBytes,
      long relayFrameBytes,
      double handshakeSeconds,
      double idleSeconds) {}

  @Inject
  InfoResource(
      EchosounderConfig config,
      Connections connections,
      Drain drain,
      @ConfigProperty(name = "quarkus.application.name") String name,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.config = config;
    this.connections = connections;
    this.drain = drain;
    this.name = name;
    this.version = version;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "What this instance is, and what it allows")
  @APIResponse(
      responseCode = "200",
      description = "Build, endpoints, limits, open connections, and whether it drains")
  @APIResponse(responseCode = "406", ref = ProblemDocument.RESPONSE)
  public Info info() {
    return new Info(
        name,
        version,
        Integer.toString(Runtime.version().feature()),
        connections.instance(),
        config.serverName().orElse(null),
        connections.count(),
        drain.isUnderWay(),
        Endpoints.paths(),
        config.compression() ? List.of("permessage-deflate") : List.of(),
        config.subprotocols().orElse(List.of()),
        config.replyPrefix().orElse(""),
        limits());
  }

  private Limits limits() {
    return new Limits(
        config.maxConnections(),
        config.maxMessageSize().asLongValue(),
        config.maxFrameSize().asLongValue(),
        config.relayFrameSize().asLongValue(),
        config.handshakeTimeout().toMillis() / 1e3,
        config.idleTimeout().toMillis() / 1e3);
  }
}

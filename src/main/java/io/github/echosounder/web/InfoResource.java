package io.github.echosounder.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.echosounder.behaviour.Endpoints;
import io.github.echosounder.session.Connections;
import io.github.echosounder.settings.EchosounderConfig;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** `GET /api/info`: what this instance is, and what it allows. */
@Path("/api/info")
public class InfoResource {

  private final Info info;

  /**
   * The answer.
   *
   * @param instance the first part of the ids that this instance gives to connections
   * @param serverName only when the setting discloses one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Info(
      String name,
      String version,
      String java,
      String instance,
      @Nullable String serverName,
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
      @ConfigProperty(name = "quarkus.application.name") String name,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    Optional<List<String>> subprotocols = config.subprotocols();
    info =
        new Info(
            name,
            version,
            Integer.toString(Runtime.version().feature()),
            connections.instance(),
            config.serverName().orElse(null),
            Endpoints.paths(),
            config.compression() ? List.of("permessage-deflate") : List.of(),
            subprotocols.orElse(List.of()),
            config.replyPrefix().orElse(""),
            new Limits(
                config.maxConnections(),
                config.maxMessageSize().asLongValue(),
                config.maxFrameSize().asLongValue(),
                config.relayFrameSize().asLongValue(),
                config.handshakeTimeout().toMillis() / 1e3,
                config.idleTimeout().toMillis() / 1e3));
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "What this instance is, and what it allows")
  @APIResponse(responseCode = "200", description = "Build, endpoints and limits")
  @APIResponse(responseCode = "406", ref = ProblemDocument.RESPONSE)
  public Info info() {
    return info;
  }
}

package io.github.echosounder.web;

import io.github.echosounder.settings.EchosounderConfig;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** `GET /api/asyncapi.json`: the WebSocket endpoints and their knobs, for tools. */
@Path("/api/asyncapi.json")
public class AsyncApiResource {

  private final Map<String, Object> document;

  @Inject
  AsyncApiResource(
      EchosounderConfig config,
      @ConfigProperty(name = "quarkus.http.root-path", defaultValue = "/") String root,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    document = new AsyncApi(root.replaceFirst("/$", ""), config.knobs()).document(version);
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "The WebSocket endpoints and their knobs, as AsyncAPI 3.0.0")
  @APIResponse(responseCode = "200", description = "The document")
  @APIResponse(responseCode = "406", ref = ProblemDocument.RESPONSE)
  public Map<String, Object> document() {
    return document;
  }
}

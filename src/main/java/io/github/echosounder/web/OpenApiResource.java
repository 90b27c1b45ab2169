package io.github.echosounder.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** `GET /api/openapi.json`: what is served over HTTP, for tools. The build makes the document. */
@Path("/api/openapi.json")
public class OpenApiResource {

  private static final String DOCUMENT = "openapi/openapi.json";

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "What is served over HTTP, as OpenAPI 3.1.0")
  @APIResponse(
      responseCode = "200",
      description = "The document",
      content = @Content(schema = @Schema(implementation = Object.class)))
  @APIResponse(responseCode = "406", ref = ProblemDocument.RESPONSE)
  public byte[] document() throws IOException {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream document = loader.getResourceAsStream(DOCUMENT)) {
      if (document == null) {
        // Dev mode may compile without the rest of the build.
        throw new NotFoundException();
      }
      return document.readAllBytes();
    }
  }
}

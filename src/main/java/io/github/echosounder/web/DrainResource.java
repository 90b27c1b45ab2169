package io.github.echosounder.web;

import io.github.echosounder.drain.Drain;
import io.github.echosounder.settings.EchosounderConfig;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** `/api/drain`: how the drain goes, and a rehearsal of it where the setting allows one. */
@Path("/api/drain")
@Produces(MediaType.APPLICATION_JSON)
public class DrainResource {

  private final Drain drain;
  private final boolean isRehearsalAllowed;

  /** Where a drain stands. */
  public record Progress(boolean draining, int remaining, long cleanEnds, long forcedEnds) {}

  @Inject
  DrainResource(Drain drain, EchosounderConfig config) {
    this.drain = drain;
    this.isRehearsalAllowed = config.drain().rehearsal();
  }

  @GET
  @Operation(summary = "Where a drain stands")
  @APIResponse(responseCode = "200", description = "Counts of connections")
  @APIResponse(responseCode = "406", ref = ProblemDocument.RESPONSE)
  public Progress progress() {
    return new Progress(
        drain.isUnderWay(), drain.remaining(), drain.cleanEnds(), drain.forcedEnds());
  }

  @POST
  @Operation(
      summary = "Closes all connections as the end of this instance would, for a rehearsal",
      description =
          "Where the setting echosounder.drain.rehearsal allows it, and for no page from elsewhere")
  @APIResponse(
      responseCode = "202",
      description = "The drain has begun",
      content = @Content(schema = @Schema(implementation = Progress.class)))
  @APIResponse(responseCode = "403", ref = ProblemDocument.RESPONSE)
  @APIResponse(responseCode = "406", ref = ProblemDocument.RESPONSE)
  @APIResponse(responseCode = "409", ref = ProblemDocument.RESPONSE)
  public Response rehearse(@Context HttpHeaders headers) {
    if (!isRehearsalAllowed) {
      return problem(
          403,
          "Rehearsal not allowed",
          "The setting echosounder.drain.rehearsal is false; with true this closes all"
              + " connections of this instance as its end would.");
    }
    String crossSite =
        CrossSite.fault(
            name -> Objects.requireNonNullElse(headers.getRequestHeader(name), List.of()));
    if (crossSite != null) {
      return problem(403, "Cross-site request", crossSite);
    }
    if (!drain.rehearse()) {
      return problem(409, "Drain under way", "There can be only one drain at a time.");
    }
    return Response.accepted(progress()).build();
  }

  private static Response problem(int status, String title, String detail) {
    return new ProblemDocument(status, title, detail).response().build();
  }
}

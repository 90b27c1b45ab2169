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
  public Progress progress() {
    return new Progress(
        drain.isUnderWay(), drain.remaining(), drain.cleanEnds(), drain.forcedEnds());
  }

  @POST
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

package io.github.echosounder.web;

import io.github.echosounder.drain.Drain;
import io.github.echosounder.settings.EchosounderConfig;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

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
  public Response rehearse() {
    if (!isRehearsalAllowed) {
      return problem(
          403,
          "Rehearsal not allowed",
          "The setting echosounder.drain.rehearsal is false; with true this closes all"
              + " connections of this instance as its end would.");
    }
    if (!drain.rehearse()) {
      return problem(409, "Drain under way", "There can be only one drain at a time.");
    }
    return Response.accepted(progress()).build();
  }

  private static Response problem(int status, String title, String detail) {
    return Response.status(status)
        .type("application/problem+json")
        .entity(Map.of("type", "about:blank", "title", title, "status", status, "detail", detail))
        .build();
  }
}

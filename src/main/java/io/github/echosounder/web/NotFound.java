package io.github.echosounder.web;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What there is, for whom looks in the wrong place. */
public class NotFound {

  @ServerExceptionMapper
  public Response explain(NotFoundException fault, UriInfo uri) {
    return Response.status(404)
        .type("application/problem+json")
        .entity(
            Map.of(
                "type",
                "about:blank",
                "title",
                "Not found",
                "status",
                404,
                "detail",
                "There is nothing at "
                    + uri.getPath()
                    + "; there are /, /metrics, /api/info, /api/drain and /q/health, and"
                    + " WebSockets at / and /ws."))
        .build();
  }
}

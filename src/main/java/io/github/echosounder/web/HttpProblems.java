package io.github.echosounder.web;

import io.github.echosounder.behaviour.Endpoints;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What there is, for whom looks in the wrong place or asks in the wrong way. */
public class HttpProblems {

  private static final String POSTED_TO = "/api/drain";

  @ServerExceptionMapper
  public Response explain(NotFoundException fault, UriInfo uri) {
    return problem(
            404,
            "Not found",
            "There is nothing at "
                + uri.getPath()
                + "; there are /, /metrics, /api/info, /api/drain and /q/health, and"
                + " WebSockets at "
                + String.join(" and ", Endpoints.paths())
                + ".")
        .build();
  }

  /** RFC 9110, 15.5.6: with the methods that are allowed. */
  @ServerExceptionMapper
  public Response explain(NotAllowedException fault, UriInfo uri, Request request) {
    String allowed = uri.getPath().equals(POSTED_TO) ? "GET, HEAD, POST" : "GET, HEAD";
    return problem(
            405,
            "Method not allowed",
            request.getMethod() + " is not for " + uri.getPath() + "; allowed: " + allowed + ".")
        .header(HttpHeaders.ALLOW, allowed)
        .build();
  }

  private static Response.ResponseBuilder problem(int status, String title, String detail) {
    return Response.status(status)
        .type("application/problem+json")
        .entity(Map.of("type", "about:blank", "title", title, "status", status, "detail", detail));
  }
}

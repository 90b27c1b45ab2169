package io.github.echosounder.web;

import io.github.echosounder.behaviour.Endpoints;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What there is, for a client that asked in the wrong place or in the wrong way. */
public class HttpProblems {

  private static final String POSTED_TO = "/api/drain";

  @ServerExceptionMapper
  public Response explain(NotFoundException fault, UriInfo uri) {
    return new ProblemDocument(
            404,
            "Not found",
            "There is nothing at "
                + uri.getPath()
                + "; there are /, /metrics, /api/info, /api/connections, /api/refusals,"
                + " /api/drain, /api/openapi.json, /api/asyncapi.json and /q/health, and"
                + " WebSockets at "
                + String.join(" and ", Endpoints.paths())
                + ".")
        .response()
        .build();
  }

  /** RFC 9110, 15.5.6: with the methods that are allowed. */
  @ServerExceptionMapper
  public Response explain(NotAllowedException fault, UriInfo uri, Request request) {
    String allowed = uri.getPath().equals(POSTED_TO) ? "GET, HEAD, POST" : "GET, HEAD";
    return new ProblemDocument(
            405,
            "Method not allowed",
            request.getMethod() + " is not for " + uri.getPath() + "; allowed: " + allowed + ".")
        .response()
        .header(HttpHeaders.ALLOW, allowed)
        .build();
  }

  /** RFC 9110, 15.5.7: with the types that there are. Only what is under `/api` has but one. */
  @ServerExceptionMapper
  public Response explain(NotAcceptableException fault, UriInfo uri, HttpHeaders headers) {
    return new ProblemDocument(
            406,
            "Not acceptable",
            "Accept is "
                + headers.getHeaderString(HttpHeaders.ACCEPT)
                + "; "
                + uri.getPath()
                + " answers with "
                + MediaType.APPLICATION_JSON
                + ".")
        .response()
        .build();
  }
}

package io.github.echosounder.web;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

/**
 * The page from which a browser talks to the echo. All its addresses are relative, so that it works
 * behind any sub-path.
 */
@Path("/")
public class PageResource {

  /**
   * Nothing inline, nothing from elsewhere. Sockets may go anywhere, because the address on the
   * page can be edited; and no text ever becomes HTML.
   */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

  private final PageFiles files;

  @Inject
  PageResource(PageFiles files) {
    this.files = files;
  }

  @GET
  public Response index(@Context Request request) {
    return serve("index.html", request);
  }

  @GET
  @Path("demo.html")
  public Response demo(@Context Request request) {
    return serve("index.html", request);
  }

  /** The pattern is the guard: a name without slashes or leading dots cannot leave the folder. */
  @GET
  @Path("page/{name: [a-z][a-z-]*\\.(js|css|svg)}")
  public Response asset(@PathParam("name") String name, @Context Request request) {
    return serve(name, request);
  }

  private Response serve(String name, Request request) {
    var found = files.find(name);
    if (found.isEmpty()) {
      return Response.status(Response.Status.NOT_FOUND)
          .type("text/plain;charset=UTF-8")
          .entity("The page has no file of this name.\n")
          .build();
    }
    var file = found.get();
    var notModified = request.evaluatePreconditions(file.tag());
    var response =
        notModified == null ? Response.ok(file.content(), file.mediaType()) : notModified;
    return response
        .tag(file.tag())
        // Files keep their names from release to release: ask each time, and mostly hear 304.
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .build();
  }
}

package io.github.echosounder.web;

import io.github.echosounder.web.PageFiles.PageFile;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

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
  @Operation(summary = "The page; with an Upgrade the same path is the echo")
  @APIResponse(
      responseCode = "200",
      description = "HTML, with an entity tag",
      content = @Content(mediaType = MediaType.TEXT_HTML))
  @APIResponse(responseCode = "304", description = "If-None-Match lists that tag")
  @APIResponse(responseCode = "412", ref = ProblemDocument.RESPONSE)
  public Response index(@Context HttpHeaders headers) {
    return serve("index.html", headers);
  }

  @GET
  @Path("demo.html")
  @Operation(summary = "The page")
  @APIResponse(
      responseCode = "200",
      description = "HTML, with an entity tag",
      content = @Content(mediaType = MediaType.TEXT_HTML))
  @APIResponse(responseCode = "304", description = "If-None-Match lists that tag")
  @APIResponse(responseCode = "412", ref = ProblemDocument.RESPONSE)
  public Response demo(@Context HttpHeaders headers) {
    return serve("index.html", headers);
  }

  /** The pattern is the guard: a name without slashes or leading dots cannot leave the folder. */
  @GET
  @Path("page/{name: [a-z][a-z-]*\\.(js|css|svg)}")
  @Operation(summary = "What the page is made of")
  @APIResponse(
      responseCode = "200",
      description = "The file, with an entity tag",
      content = {
        @Content(mediaType = "text/javascript"),
        @Content(mediaType = "text/css"),
        @Content(mediaType = "image/svg+xml")
      })
  @APIResponse(responseCode = "304", description = "If-None-Match lists that tag")
  @APIResponse(responseCode = "412", ref = ProblemDocument.RESPONSE)
  @APIResponse(responseCode = "404", ref = ProblemDocument.RESPONSE)
  public Response asset(@PathParam("name") String name, @Context HttpHeaders headers) {
    return serve(name, headers);
  }

  private Response serve(String name, HttpHeaders headers) {
    var file = files.find(name).orElseThrow(NotFoundException::new);
    return unlessPrecluded(file, headers)
        .tag(file.tag())
        // Files keep their names from release to release: ask each time, and mostly hear 304.
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .build();
  }

  /** RFC 9110, 13.2.2: the order of the conditions. */
  private static Response.ResponseBuilder unlessPrecluded(PageFile file, HttpHeaders headers) {
    var match = tags(headers, HttpHeaders.IF_MATCH);
    if (!match.lines().isEmpty() && !match.hasStrongly(file.tag())) {
      return new ProblemDocument(
              412,
              "Precondition failed",
              "If-Match lists other entity tags than the present one, \""
                  + file.tag().getValue()
                  + "\".")
          .response();
    }
    if (tags(headers, HttpHeaders.IF_NONE_MATCH).hasWeakly(file.tag())) {
      return Response.notModified();
    }
    return Response.ok(file.content(), file.mediaType());
  }

  private static EntityTags tags(HttpHeaders headers, String name) {
    var lines = headers.getRequestHeader(name);
    return new EntityTags(lines == null ? List.of() : lines);
  }
}

package io.github.echosounder.web;

import io.github.echosounder.web.PageFiles.PageFile;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
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
   * page can be edited; no text ever becomes HTML, and none a script but the socket's worker.
   */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'; require-trusted-types-for 'script';"
          + " trusted-types socket-worker";

  /** Mostly answered with 304. */
  private static final String ASK_EACH_TIME = "no-cache";

  private static final String KEEP = "public, max-age=31536000, immutable";

  private static final Pattern GZIP =
      Pattern.compile("(?i)gzip(\\s*;\\s*q=(0\\.0*[1-9]\\d*|1(\\.0*)?))?");

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
    return serve(PageFiles.INDEX, ASK_EACH_TIME, headers);
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
    return serve(PageFiles.INDEX, ASK_EACH_TIME, headers);
  }

  /** The pattern is the guard: a name without slashes or leading dots cannot leave the folder. */
  @GET
  @Path("page/{name: [a-z][a-z0-9-]*\\.(js|css|svg)}")
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
    return serve(name, ASK_EACH_TIME, headers);
  }

  /** Below a folder that is named after the content, a file never changes. */
  @GET
  @Path("page/{version: [0-9a-f]{16}}/{name: [a-z][a-z0-9-]*\\.(js|css|svg)}")
  @Operation(summary = "What the page of a release is made of")
  @APIResponse(
      responseCode = "200",
      description = "The file, to be kept for good",
      content = {
        @Content(mediaType = "text/javascript"),
        @Content(mediaType = "text/css"),
        @Content(mediaType = "image/svg+xml")
      })
  @APIResponse(responseCode = "304", description = "If-None-Match lists that tag")
  @APIResponse(responseCode = "412", ref = ProblemDocument.RESPONSE)
  @APIResponse(responseCode = "404", ref = ProblemDocument.RESPONSE)
  public Response released(
      @PathParam("version") String version,
      @PathParam("name") String name,
      @Context HttpHeaders headers) {
    // While a rollout goes on, the page of one release may ask a replica of another.
    return serve(name, version.equals(files.version()) ? KEEP : ASK_EACH_TIME, headers);
  }

  private Response serve(String name, String caching, HttpHeaders headers) {
    var file = files.find(name).orElseThrow(NotFoundException::new);
    boolean isGzip = acceptsGzip(headers);
    var tag = isGzip ? file.gzipTag() : file.tag();
    return unlessPrecluded(file, isGzip, tag, headers)
        .tag(tag)
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
        .header(HttpHeaders.CACHE_CONTROL, caching)
        .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .build();
  }

  /** RFC 9110, 13.2.2: the order of the conditions. */
  private static Response.ResponseBuilder unlessPrecluded(
      PageFile file, boolean isGzip, EntityTag tag, HttpHeaders headers) {
    var match = tags(headers, HttpHeaders.IF_MATCH);
    if (!match.lines().isEmpty() && !match.hasStrongly(tag)) {
      return new ProblemDocument(
              412,
              "Precondition failed",
              "If-Match lists other entity tags than the present one, \"" + tag.getValue() + "\".")
          .response();
    }
    if (tags(headers, HttpHeaders.IF_NONE_MATCH).hasWeakly(tag)) {
      return Response.notModified();
    }
    return isGzip
        ? Response.ok(file.gzip(), file.mediaType()).header(HttpHeaders.CONTENT_ENCODING, "gzip")
        : Response.ok(file.content(), file.mediaType());
  }

  /** RFC 9110, 12.5.3: listed, and not with a weight of zero. */
  private static boolean acceptsGzip(HttpHeaders headers) {
    var lines = headers.getRequestHeader(HttpHeaders.ACCEPT_ENCODING);
    return lines != null
        && lines.stream()
            .flatMap(line -> Arrays.stream(line.split(",", -1)))
            .anyMatch(coding -> GZIP.matcher(coding.trim()).matches());
  }

  private static EntityTags tags(HttpHeaders headers, String name) {
    var lines = headers.getRequestHeader(name);
    return new EntityTags(lines == null ? List.of() : lines);
  }
}

package io.github.echosounder.web;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** `GET /metrics`: what Prometheus scrapes. */
@Path("/metrics")
@SuppressWarnings("deprecation") // the registry that Quarkus brings
public class MetricsResource {

  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final PrometheusMeterRegistry registry;

  @Inject
  MetricsResource(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  @GET
  @Operation(summary = "What Prometheus scrapes")
  @APIResponse(
      responseCode = "200",
      description = "OpenMetrics where Accept names it, else Prometheus' own format",
      content = {@Content(mediaType = TEXT), @Content(mediaType = OPEN_METRICS)})
  public Response scrape(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
    boolean isOpenMetrics = accept != null && accept.contains("application/openmetrics-text");
    String type = isOpenMetrics ? OPEN_METRICS : TEXT;
    return Response.ok(registry.scrape(type), type).build();
  }
}

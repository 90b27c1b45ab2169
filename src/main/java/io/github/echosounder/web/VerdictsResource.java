package io.github.echosounder.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.behaviour.Knob;
import io.github.echosounder.settings.EchosounderConfig;
import io.github.echosounder.verdicts.Accounts;
import io.github.echosounder.verdicts.Replicas;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * `GET /api/connections` and `GET /api/refusals`: what became of a connection or of a handshake,
 * for who knows its id or its label; of everybody's only where a setting allows it.
 */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class VerdictsResource {

  /** A list of more would be megabytes. */
  private static final int LONGEST_LIST = 1000;

  private final Accounts accounts;
  private final Replicas replicas;
  private final ObjectMapper json;
  private final boolean isListAllowed;

  /**
   * A list of connections.
   *
   * @param omitted how many older ones are not in it, where there are too many
   * @param incomplete true where the other replicas could not be asked
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Connections(
      List<?> connections, @Nullable Integer omitted, @Nullable Boolean incomplete) {}

  /** The same of refused handshakes. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Refusals(
      List<?> refusals, @Nullable Integer omitted, @Nullable Boolean incomplete) {}

  @Inject
  VerdictsResource(
      Accounts accounts, Replicas replicas, ObjectMapper json, EchosounderConfig config) {
    this.accounts = accounts;
    this.replicas = replicas;
    this.json = json;
    this.isListAllowed = config.verdicts().list();
  }

  @GET
  @Path("connections/{id}")
  @Blocking
  @Operation(summary = "A connection, open or ended: its facts, and who ended it and why")
  @APIResponse(responseCode = "200", description = "The connection")
  @APIResponse(responseCode = "404", ref = ProblemDocument.RESPONSE)
  @APIResponse(responseCode = "406", ref = ProblemDocument.RESPONSE)
  public CompletionStage<Response> connection(@PathParam("id") String id) {
    return one("connection", id, accounts.connection(id), replicas::connection);
  }

  @GET
  @Path("refusals/{id}")
  @Blocking
  @Operation(summary = "A refused handshake, by the id in its answer")
  @APIResponse(responseCode = "200", description = "The refused handshake")
  @APIResponse(responseCode = "404", ref = ProblemDocument.RESPONSE)
  @APIResponse(responseCode = "406", ref = ProblemDocument.RESPONSE)
  public CompletionStage<Response> refusal(@PathParam("id") String id) {
    return one("refused handshake", id, accounts.refusal(id), replicas::refusal);
  }

  @GET
  @Path("connections")
  @Blocking
  @Operation(summary = "Connections of one label; all of them where a setting allows it")
  @APIResponse(responseCode = "200", description = "The newest first")
  @APIResponse(responseCode = "400", ref = ProblemDocument.RESPONSE)
  @APIResponse(responseCode = "403", ref = ProblemDocument.RESPONSE)
  @APIResponse(responseCode = "406", ref = ProblemDocument.RESPONSE)
  public CompletionStage<Response> connections(@Context UriInfo uri) {
    return several(uri, accounts::connections, replicas::connections, "opened", Connections::new);
  }

  @GET
  @Path("refusals")
  @Blocking
  @Operation(summary = "Refused handshakes, likewise")
  @APIResponse(responseCode = "200", description = "The newest first")
  @APIResponse(responseCode = "400", ref = ProblemDocument.RESPONSE)
  @APIResponse(responseCode = "403", ref = ProblemDocument.RESPONSE)
  @APIResponse(responseCode = "406", ref = ProblemDocument.RESPONSE)
  public CompletionStage<Response> refusals(@Context UriInfo uri) {
    return several(uri, accounts::refusals, replicas::refusals, "time", Refusals::new);
  }

  private CompletionStage<Response> one(
      String what,
      String id,
      @Nullable Object here,
      Function<String, CompletableFuture<@Nullable JsonNode>> elsewhere) {
    if (here != null) {
      return CompletableFuture.completedFuture(guarded(Response.ok(here)));
    }
    UnknownId unknown = UnknownId.of(what, id, accounts.instance(), replicas.areOn());
    if (!UnknownId.isId(id)) {
      return CompletableFuture.completedFuture(guarded(unknown.response()));
    }
    return elsewhere
        .apply(id)
        .thenApply(found -> guarded(found == null ? unknown.response() : Response.ok(found)))
        .exceptionally(fault -> guarded(unknown.unasked().response().header("Retry-After", 5)));
  }

  private interface Listing {
    Object of(List<?> entries, @Nullable Integer omitted, @Nullable Boolean incomplete);
  }

  private CompletionStage<Response> several(
      UriInfo uri,
      Function<@Nullable String, List<?>> here,
      Function<String, CompletableFuture<List<JsonNode>>> elsewhere,
      String time,
      Listing listing) {
    List<String> labels = uri.getQueryParameters().getOrDefault("label", List.of());
    Response problem = problem(labels);
    if (problem != null) {
      return CompletableFuture.completedFuture(problem);
    }
    if (labels.isEmpty()) {
      return CompletableFuture.completedFuture(listed(here.apply(null), listing, null));
    }
    String label = labels.get(0);
    List<?> known = here.apply(label);
    return elsewhere
        .apply(label)
        .thenApply(others ->
            others.isEmpty()
                ? listed(known, listing, null)
                : listed(merged(known, others, time), listing, null))
        .exceptionally(fault -> listed(known, listing, true));
  }

  private @Nullable Response problem(List<String> labels) {
    if (labels.isEmpty()) {
      return isListAllowed
          ? null
          : problem(
              403,
              "List not allowed",
              "The setting echosounder.verdicts.list is false; with true this tells of everybody's."
                  + " Ask for one by its id, or by the label that its client gave it (?label=).");
    }
    return labels.size() == 1 && Knob.LABEL.form().read(labels.get(0)) != null
        ? null
        : problem(
            400,
            "No such label",
            "label is "
                + String.join(" and ", labels)
                + "; allowed is one, of 8 to 64 letters, digits, _ and -.");
  }

  /** What this instance knows is newer than what it has told. */
  private List<JsonNode> merged(List<?> here, List<JsonNode> elsewhere, String time) {
    Map<String, JsonNode> byId = new LinkedHashMap<>();
    elsewhere.forEach(known -> byId.put(known.path("id").asText(), known));
    for (Object known : here) {
      JsonNode own = json.valueToTree(known);
      byId.put(own.path("id").asText(), own);
    }
    Comparator<JsonNode> byTime =
        Comparator.comparing(known -> Instant.parse(known.path(time).asText()));
    return byId.values().stream().sorted(byTime.reversed()).toList();
  }

  private static Response listed(List<?> found, Listing listing, @Nullable Boolean incomplete) {
    int omitted = found.size() - LONGEST_LIST;
    return guarded(
        Response.ok(
            omitted > 0
                ? listing.of(found.subList(0, LONGEST_LIST), omitted, incomplete)
                : listing.of(found, null, incomplete)));
  }

  private static Response problem(int status, String title, String detail) {
    return guarded(new ProblemDocument(status, title, detail).response());
  }

  /** It is about somebody, and changes: nobody keeps it, and no page from elsewhere embeds it. */
  private static Response guarded(Response.ResponseBuilder response) {
    return response
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }
}

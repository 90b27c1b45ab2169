package io.github.echosounder.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.behaviour.Knob;
import io.github.echosounder.settings.EchosounderConfig;
import io.github.echosounder.verdicts.Account;
import io.github.echosounder.verdicts.Accounts;
import io.github.echosounder.verdicts.RefusalAccount;
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
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * `GET /api/connections` and `GET /api/refusals`: what became of a connection or of a handshake,
 * for who knows its id or its label; of everybody's only where a setting allows it.
 */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class VerdictsResource {

  /** A list of more would be megabytes; Redis, too, knows of as many. */
  private static final int LONGEST_LIST = 1000;

  /** Names the replica that gives a list. */
  static final String INSTANCE = "Echosounder-Instance";

  private final Accounts accounts;
  private final Replicas replicas;
  private final ObjectMapper json;
  private final boolean isListAllowed;
  private final Sort connection;
  private final Sort refusal;

  /**
   * A list of connections.
   *
   * @param omitted at least so many older ones are not in it, where there are too many
   * @param incomplete true where the other replicas could not be asked
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Connections(
      @Schema(type = SchemaType.ARRAY, implementation = Account.class) List<?> connections,
      @Nullable Integer omitted,
      @Nullable Boolean incomplete) {}

  /** The same of refused handshakes. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Refusals(
      @Schema(type = SchemaType.ARRAY, implementation = RefusalAccount.class) List<?> refusals,
      @Nullable Integer omitted,
      @Nullable Boolean incomplete) {}

  @Inject
  VerdictsResource(
      Accounts accounts, Replicas replicas, ObjectMapper json, EchosounderConfig config) {
    this.accounts = accounts;
    this.replicas = replicas;
    this.json = json;
    this.isListAllowed = config.verdicts().list();
    this.connection =
        new Sort("connection", "connections", accounts::connection, replicas::connection);
    this.refusal = new Sort("refused handshake", "refusals", accounts::refusal, replicas::refusal);
  }

  @GET
  @Path("connections/{id}")
  @Blocking
  @Operation(summary = "A connection, open or ended: its facts, and who ended it and why")
  @APIResponse(
      responseCode = "200",
      description = "The connection",
      content = @Content(schema = @Schema(implementation = Account.class)))
  @APIResponse(
      responseCode = "404",
      description = "Not known here, and who knows more",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = UnknownId.class)))
  @APIResponse(responseCode = "406", ref = ProblemDocument.RESPONSE)
  public CompletionStage<Response> connection(@PathParam("id") String id) {
    return one(id, connection, refusal);
  }

  @GET
  @Path("refusals/{id}")
  @Blocking
  @Operation(summary = "A refused handshake, by the id in its answer")
  @APIResponse(
      responseCode = "200",
      description = "The refused handshake",
      content = @Content(schema = @Schema(implementation = RefusalAccount.class)))
  @APIResponse(
      responseCode = "404",
      description = "Not known here, and who knows more",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = UnknownId.class)))
  @APIResponse(responseCode = "406", ref = ProblemDocument.RESPONSE)
  public CompletionStage<Response> refusal(@PathParam("id") String id) {
    return one(id, refusal, connection);
  }

  @GET
  @Path("connections")
  @Blocking
  @Operation(summary = "Connections of one label; all of them where a setting allows it")
  @APIResponse(
      responseCode = "200",
      description = "The newest first",
      headers =
          @Header(
              name = INSTANCE,
              description = "Who gave it",
              schema = @Schema(type = SchemaType.STRING)),
      content = @Content(schema = @Schema(implementation = Connections.class)))
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
  @APIResponse(
      responseCode = "200",
      description = "The newest first",
      headers =
          @Header(
              name = INSTANCE,
              description = "Who gave it",
              schema = @Schema(type = SchemaType.STRING)),
      content = @Content(schema = @Schema(implementation = Refusals.class)))
  @APIResponse(responseCode = "400", ref = ProblemDocument.RESPONSE)
  @APIResponse(responseCode = "403", ref = ProblemDocument.RESPONSE)
  @APIResponse(responseCode = "406", ref = ProblemDocument.RESPONSE)
  public CompletionStage<Response> refusals(@Context UriInfo uri) {
    return several(uri, accounts::refusals, replicas::refusals, "time", Refusals::new);
  }

  private CompletionStage<Response> one(String id, Sort asked, Sort other) {
    Object here = asked.here.apply(id);
    if (here != null) {
      return CompletableFuture.completedFuture(guarded(Response.ok(here)));
    }
    UnknownId unknown = UnknownId.of(asked.what, id, accounts.instance(), replicas.areOn());
    UnknownId misplaced = unknown.knownAs(other.what, other.resource, id);
    if (other.here.apply(id) != null) {
      return CompletableFuture.completedFuture(guarded(misplaced.response()));
    }
    if (!UnknownId.isId(id)) {
      return CompletableFuture.completedFuture(guarded(unknown.response()));
    }
    return asked
        .elsewhere
        .apply(id)
        .thenCompose(found ->
            found == null
                ? other
                    .elsewhere
                    .apply(id)
                    .thenApply(also -> (also == null ? unknown : misplaced).response())
                : CompletableFuture.completedFuture(Response.ok(found)))
        .thenApply(VerdictsResource::guarded)
        .exceptionally(fault -> guarded(unknown.unasked().response().header("Retry-After", 5)));
  }

  /**
   * What has an id.
   *
   * @param resource of the API that tells of it
   */
  private record Sort(
      String what,
      String resource,
      Function<String, @Nullable Object> here,
      Function<String, CompletableFuture<@Nullable JsonNode>> elsewhere) {}

  private interface Listing {
    Object of(List<?> entries, @Nullable Integer omitted, @Nullable Boolean incomplete);
  }

  private CompletionStage<Response> several(
      UriInfo uri,
      Function<@Nullable String, List<?>> here,
      Function<@Nullable String, CompletableFuture<List<JsonNode>>> elsewhere,
      String time,
      Listing listing) {
    List<String> labels = uri.getQueryParameters().getOrDefault("label", List.of());
    Response problem = problem(labels);
    if (problem != null) {
      return CompletableFuture.completedFuture(problem);
    }
    String label = labels.isEmpty() ? null : labels.get(0);
    List<?> known = here.apply(label);
    return elsewhere
        .apply(label)
        .thenApply(others ->
            others.isEmpty() ? listed(known, listing, null) : merged(known, others, time, listing))
        .exceptionally(fault -> listed(known, listing, true))
        .thenApply(this::named);
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
            "Malformed label",
            "label is "
                + String.join(" and ", labels)
                + "; allowed is one, of 8 to 64 letters, digits, _ and -.");
  }

  /** What this instance knows is newer than what it has told. */
  private Response merged(List<?> here, List<JsonNode> elsewhere, String time, Listing listing) {
    Map<String, JsonNode> byId = new LinkedHashMap<>();
    elsewhere.forEach(known -> byId.put(known.path("id").asText(), known));
    for (Object known : newest(here)) {
      JsonNode own = json.valueToTree(known);
      byId.put(own.path("id").asText(), own);
    }
    Comparator<JsonNode> byTime =
        Comparator.comparing(known -> Instant.parse(known.path(time).asText()));
    List<JsonNode> all = byId.values().stream().sorted(byTime.reversed()).toList();
    return listed(newest(all), omitted(here) + omitted(all), listing, null);
  }

  /** An empty list means something only to who knows which replica gave it. */
  private Response named(Response response) {
    return Response.fromResponse(response).header(INSTANCE, accounts.instance()).build();
  }

  private static Response listed(List<?> found, Listing listing, @Nullable Boolean incomplete) {
    return listed(newest(found), omitted(found), listing, incomplete);
  }

  private static Response listed(
      List<?> newest, int omitted, Listing listing, @Nullable Boolean incomplete) {
    return guarded(Response.ok(listing.of(newest, omitted == 0 ? null : omitted, incomplete)));
  }

  private static List<?> newest(List<?> all) {
    return all.subList(0, Math.min(LONGEST_LIST, all.size()));
  }

  private static int omitted(List<?> all) {
    return Math.max(0, all.size() - LONGEST_LIST);
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

package io.github.echosounder.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.echosounder.settings.EchosounderConfig;
import io.github.echosounder.verdicts.Accounts;
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
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * `GET /api/connections` and `GET /api/refusals`: what became of a connection or of a handshake,
 * for who knows its id or its label; of everybody's only where a setting allows it.
 */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class VerdictsResource {

  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_-]{8,64}");

  /** A list of more would be megabytes. */
  private static final int LONGEST_LIST = 1000;

  private final Accounts accounts;
  private final boolean isListAllowed;

  /**
   * A list of connections.
   *
   * @param omitted how many older ones are not in it, where there are too many
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Connections(List<?> connections, @Nullable Integer omitted) {}

  /** The same of refused handshakes. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Refusals(List<?> refusals, @Nullable Integer omitted) {}

  @Inject
  VerdictsResource(Accounts accounts, EchosounderConfig config) {
    this.accounts = accounts;
    this.isListAllowed = config.verdicts().list();
  }

  @GET
  @Path("connections/{id}")
  public Response connection(@PathParam("id") String id) {
    return one("connection", id, accounts.connection(id));
  }

  @GET
  @Path("refusals/{id}")
  public Response refusal(@PathParam("id") String id) {
    return one("refused handshake", id, accounts.refusal(id));
  }

  @GET
  @Path("connections")
  public Response connections(@Context UriInfo uri) {
    return several(
        uri,
        label -> listed(accounts.connections(label), (all, rest) -> new Connections(all, rest)));
  }

  @GET
  @Path("refusals")
  public Response refusals(@Context UriInfo uri) {
    return several(
        uri, label -> listed(accounts.refusals(label), (all, rest) -> new Refusals(all, rest)));
  }

  private Response one(String what, String id, @Nullable Object found) {
    return found != null
        ? guarded(Response.ok(found))
        : guarded(UnknownId.of(what, id, accounts.instance()).response());
  }

  private Response several(UriInfo uri, Function<@Nullable String, Object> find) {
    List<String> labels = uri.getQueryParameters().getOrDefault("label", List.of());
    if (labels.isEmpty() && !isListAllowed) {
      return problem(
          403,
          "List not allowed",
          "The setting echosounder.verdicts.list is false; with true this tells of everybody's."
              + " Ask for one by its id, or by the label that its client gave it (?label=).");
    }
    if (labels.size() > 1 || (labels.size() == 1 && !LABEL.matcher(labels.get(0)).matches())) {
      return problem(
          400,
          "No such label",
          "label is "
              + String.join(" and ", labels)
              + "; allowed is one, of 8 to 64 letters, digits, _ and -.");
    }
    return guarded(Response.ok(find.apply(labels.isEmpty() ? null : labels.get(0))));
  }

  private interface Listing {
    Object of(List<?> entries, @Nullable Integer omitted);
  }

  private static Object listed(List<?> found, Listing listing) {
    int omitted = found.size() - LONGEST_LIST;
    return omitted > 0
        ? listing.of(found.subList(0, LONGEST_LIST), omitted)
        : listing.of(found, null);
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

package io.github.echosounder.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.ws.rs.core.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A 404 that says who knows more.
 *
 * @param answeredBy the instance that does not know the id
 * @param knownBy the instance that gave the id, where it is another one
 * @param seeAlso where the id is known, relative to what was asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"type", "title", "status", "detail"})
record UnknownId(
    String type,
    String title,
    int status,
    String detail,
    String answeredBy,
    @Nullable String knownBy,
    @Nullable String seeAlso) {

  private static final Pattern ID = Pattern.compile("([0-9a-f]{8})-[0-9a-f]{24}");

  private UnknownId(String detail, String answeredBy, @Nullable String knownBy) {
    this("about:blank", "Not known here", 404, detail, answeredBy, knownBy, null);
  }

  /**
   * One for an id.
   *
   * @param what was asked for
   * @param here the instance that answers
   * @param isShared whether every instance is to know what any of them does
   */
  static UnknownId of(String what, String id, String here, boolean isShared) {
    Matcher parts = ID.matcher(id);
    if (!parts.matches()) {
      return new UnknownId(
          "This is no id of a "
              + what
              + ": an id is 8 hexadecimal digits, a hyphen and 24 digits more.",
          here,
          null);
    }
    String there = parts.group(1);
    if (there.equals(here)) {
      return new UnknownId(
          "This instance has given this id to no "
              + what
              + ", or has forgotten it: it keeps the latest, as many as the setting"
              + " echosounder.verdicts.keep says.",
          here,
          null);
    }
    return new UnknownId(
        "This is the instance "
            + here
            + ". The id was given by the instance "
            + there
            + (isShared
                ? ", and Redis knows nothing of it: it keeps what has ended for as long as the"
                    + " setting echosounder.verdicts.redis-keep says."
                : ", which alone knows it: the one whose /api/info says instance " + there + "."),
        here,
        there);
  }

  static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  /** Redis, which may know it, does not answer. */
  UnknownId unasked() {
    return new UnknownId(
        type,
        "Not known now",
        503,
        "This instance does not know the id, and Redis, which may, does not answer; try again.",
        answeredBy,
        knownBy,
        null);
  }

  /** Where it is the id of something else, which {@code resource} of the API knows. */
  UnknownId knownAs(String what, String resource, String id) {
    return new UnknownId(
        type,
        "Not known here",
        404,
        "This is the id of a " + what + ": GET /api/" + resource + "/" + id + " tells of it.",
        answeredBy,
        null,
        "../" + resource + "/" + id);
  }

  Response.ResponseBuilder response() {
    return Response.status(status).type(ProblemDocument.MEDIA_TYPE).entity(this);
  }
}

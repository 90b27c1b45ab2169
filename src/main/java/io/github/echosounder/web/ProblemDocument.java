package io.github.echosounder.web;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.ws.rs.core.Response;

/** A refusal that explains itself (RFC 9457). */
@JsonPropertyOrder({"type", "title", "status", "detail"})
record ProblemDocument(String type, String title, int status, String detail) {

  static final String MEDIA_TYPE = "application/problem+json";

  /** What the OpenAPI document calls such an answer. */
  static final String RESPONSE = "Problem";

  ProblemDocument(int status, String title, String detail) {
    this("about:blank", title, status, detail);
  }

  Response.ResponseBuilder response() {
    return Response.status(status).type(MEDIA_TYPE).entity(this);
  }
}

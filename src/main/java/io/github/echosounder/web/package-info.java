/** What is served over plain HTTP beside the echo: the page. Reads, never steers. */
@NullMarked
@OpenAPIDefinition(
    info =
        @Info(
            title = "Echosounder",
            version = "",
            description =
                "The HTTP side of a WebSocket echo service; /api/asyncapi.json describes its"
                    + " WebSockets.",
            license = @License(name = "Apache-2.0")),
    components =
        @Components(
            responses =
                @APIResponse(
                    name = ProblemDocument.RESPONSE,
                    description = "A problem document (RFC 9457): its detail says what is wrong",
                    content =
                        @Content(
                            mediaType = ProblemDocument.MEDIA_TYPE,
                            schema = @Schema(implementation = ProblemDocument.class)))))
package io.github.echosounder.web;

import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.NullMarked;

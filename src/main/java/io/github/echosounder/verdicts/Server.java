package io.github.echosounder.verdicts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.echosounder.session.Connections;
import io.github.echosounder.settings.EchosounderConfig;
import org.jspecify.annotations.Nullable;

/**
 * Which server it was.
 *
 * @param instance the first part of the ids that it gives
 * @param pod only where a setting tells it, as node and zone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Server(
    String instance, @Nullable String pod, @Nullable String node, @Nullable String zone) {

  static Server of(Connections connections, EchosounderConfig.Verdicts settings) {
    return new Server(
        connections.instance(),
        settings.pod().orElse(null),
        settings.node().orElse(null),
        settings.zone().orElse(null));
  }
}

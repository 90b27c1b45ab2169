package io.github.echosounder.handshake;

import io.github.echosounder.session.Connections;
import io.github.echosounder.settings.EchosounderConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Whether a handshake may come in, by the settings and by the room there is. */
@ApplicationScoped
public class Admission {

  private final HandshakeJudge judge;
  private final Connections connections;
  private final String root;

  @Inject
  Admission(
      EchosounderConfig config,
      @ConfigProperty(name = "quarkus.http.root-path", defaultValue = "/") String root,
      Connections connections) {
    this.judge =
        new HandshakeJudge(
            new Origins(config.allowedOrigins()),
            config.subprotocols().orElse(List.of()),
            config.compression());
    this.connections = connections;
    this.root = root.replaceFirst("/$", "");
  }

  /** The path below the root that everything is served from. */
  public String relative(String path) {
    if (path.equals(root)) {
      return "/";
    }
    return path.startsWith(root + "/") ? path.substring(root.length()) : path;
  }

  public Decision judge(HandshakeRequest handshake) {
    return judge.judge(handshake);
  }

  /** Takes a place for one more; null when there is none, or when the handshake is refused. */
  public Decision.@Nullable Admit admit(HandshakeRequest handshake) {
    return judge.judge(handshake) instanceof Decision.Admit admitted && connections.reserve()
        ? admitted
        : null;
  }
}

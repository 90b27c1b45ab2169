package io.github.echosounder;

import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where a browser on this machine finds the page. */
@Dependent
class PageAddress {

  private final HttpServer server;
  private final String host;
  private final String root;

  @Inject
  PageAddress(
      HttpServer server,
      @ConfigProperty(name = "quarkus.http.host") Optional<String> host,
      @ConfigProperty(name = "quarkus.http.root-path", defaultValue = "/") String root) {
    this.server = server;
    this.host = host.orElse("0.0.0.0");
    this.root = root;
  }

  /** Empty where the server listens to no port, but to a domain socket. */
  Optional<String> url() {
    if (server.getPort() > 0) {
      return Optional.of("http://" + reachable(host) + ":" + server.getPort() + root);
    }
    if (server.getSecurePort() > 0) {
      return Optional.of("https://" + reachable(host) + ":" + server.getSecurePort() + root);
    }
    return Optional.empty();
  }

  /** All addresses of this machine are not one that a browser can open. */
  static String reachable(String host) {
    if (host.equals("0.0.0.0") || host.equals("::")) {
      return "localhost";
    }
    return host.contains(":") ? "[" + host + "]" : host;
  }
}

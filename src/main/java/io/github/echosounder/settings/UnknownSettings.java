package io.github.echosounder.settings;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.VertxHttpBuildTimeConfig;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names that look like a setting of Echosounder, or of Quarkus' HTTP server, and are none.
 *
 * <p>A property of such a name was meant for this server alone, so it stops the start: a limit that
 * silently is not there does more harm than a server that does not start, and says why. An
 * environment variable may belong to the deployment ({@code ECHOSOUNDER_IMAGE}): it stops the start
 * only when it looks like a slip in a setting's name, and is otherwise logged as ignored.
 */
public final class UnknownSettings {

  /** Kubernetes tells each pod about a Service named echosounder with such variables. */
  private static final Pattern OF_KUBERNETES =
      Pattern.compile("ECHOSOUNDER(_[A-Z0-9]+)*_(SERVICE|PORT)(_[A-Z0-9_]+)?");

  public static final SettingNames ECHOSOUNDER =
      new SettingNames("echosounder.", EchosounderConfig.class);

  private static final SettingNames HTTP_SERVER =
      new SettingNames("quarkus.http.", VertxHttpConfig.class, VertxHttpBuildTimeConfig.class);

  private UnknownSettings() {}

  /**
   * Quarkus itself refuses the unknown ones of Echosounder, but only warns of its own.
   *
   * @param variables of the environment: Config lists those under a property's name too
   */
  static void refuseProperties(Iterable<String> properties, Set<String> variables) {
    for (String name : properties) {
      if (HTTP_SERVER.isOfThese(name)
          && !HTTP_SERVER.has(name)
          && !variables.contains(SettingNames.variable(name))) {
        throw new ConfigurationException(explain(name));
      }
    }
  }

  /** Refuses misspelt variables; returns the others that nobody reads. */
  static Set<String> refuseVariables(Set<String> variables) {
    Set<String> ignored = new TreeSet<>();
    for (SettingNames names : List.of(ECHOSOUNDER, HTTP_SERVER)) {
      for (String variable : variables) {
        if (names.isVariableOfThese(variable)
            && !names.hasVariable(variable)
            && !OF_KUBERNETES.matcher(variable).matches()) {
          names
              .meantByVariable(variable)
              .ifPresent(meant -> {
                throw new ConfigurationException(
                    "There is no setting %s; did you mean %s (%s)?"
                        .formatted(variable, SettingNames.variable(meant), meant));
              });
          ignored.add(variable);
        }
      }
    }
    return ignored;
  }

  /** What to say of a property that is no setting. */
  public static String explain(String name) {
    SettingNames names = ECHOSOUNDER.isOfThese(name) ? ECHOSOUNDER : HTTP_SERVER;
    String meant =
        names
            .meantBy(name)
            .map(nearest -> "; did you mean " + nearest + "?")
            .orElseGet(() ->
                names == ECHOSOUNDER
                    ? names.all().stream().collect(Collectors.joining(", ", "; there are ", "."))
                    : "; see https://quarkus.io/guides/all-config for those of quarkus.http.");
    return "There is no setting " + name + meant;
  }
}

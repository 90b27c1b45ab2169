package io.github.echosounder;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The end of the process; where a setting was at fault, with one line that says which. */
final class FailedStart {

  private FailedStart() {}

  static void end(int exitCode, @Nullable Throwable fault) {
    if (fault != null) {
      report(fault);
    }
    System.exit(exitCode);
  }

  private static void report(Throwable fault) {
    Throwable cause = fault;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof ConfigurationException || cause instanceof ConfigValidationException) {
      System.err.println(message);
    } else if (cause instanceof IOException
        && message.matches("(?i).*(bind|address already in use).*")) {
      System.err.println(
          "The setting quarkus.http.port is \""
              + port()
              + "\"; that port cannot be used: "
              + message);
    } else {
      Logger.getLogger(FailedStart.class).error("The start failed", fault);
    }
  }

  private static String port() {
    return ConfigProvider.getConfig()
        .getOptionalValue("quarkus.http.port", String.class)
        .orElse("");
  }
}

package io.github.echosounder;

import io.github.echosounder.settings.EchosounderConfig;
import io.github.echosounder.settings.SettingNames;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The end of the process; where a setting was at fault, with one line that says which. */
final class ProcessExit {

  private static final Pattern WRONG_VALUE =
      Pattern.compile(
          "config property (\\S+) with the config value \"(.*?)\" threw an Exception whilst being"
              + " converted(?: SRCFG\\d+:)?(.*)",
          Pattern.DOTALL);

  private static final Pattern UNKNOWN_NAME =
      Pattern.compile("SRCFG00050: (echosounder\\S+) in .* does not map to any root");

  private ProcessExit() {}

  static void end(int exitCode, @Nullable Throwable fault) {
    if (fault != null) {
      report(fault);
    }
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      System.exit(exitCode);
    } else {
      // Dev mode shows a failed start its own way, and lives on.
      ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(exitCode, fault);
    }
  }

  private static void report(Throwable fault) {
    Throwable cause = fault;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof ConfigValidationException refused) {
      for (int i = 0; i < refused.getProblemCount(); i++) {
        System.err.println(inOurWords(refused.getProblem(i).getMessage()));
      }
    } else if (cause instanceof ConfigurationException) {
      System.err.println(message);
    } else if (cause instanceof IOException && message.matches("(?i).*(bind|already in use).*")) {
      System.err.println(
          "The setting quarkus.http.port is \""
              + port()
              + "\"; that port cannot be used: "
              + message);
    } else if (cause instanceof FileSystemException) {
      System.err.println("The start failed: there is no file to read at " + message);
    } else {
      Logger.getLogger(ProcessExit.class).error("The start failed", fault);
    }
  }

  /** What SmallRye Config says of a value or a name, without its codes and classes. */
  static String inOurWords(String problem) {
    Matcher value = WRONG_VALUE.matcher(problem);
    if (value.find()) {
      return "The setting %s is \"%s\"; that cannot be read: %s"
          .formatted(value.group(1), value.group(2), value.group(3).trim());
    }
    Matcher name = UNKNOWN_NAME.matcher(problem);
    if (name.find()) {
      return new SettingNames(EchosounderConfig.class).noSuch(name.group(1), name.group(1));
    }
    return problem.replaceFirst("^(?:[a-z.]+[.][A-Z]\\w+: )?SRCFG\\d+: ", "");
  }

  private static String port() {
    return ConfigProvider.getConfig()
        .getOptionalValue("quarkus.http.port", String.class)
        .orElse("");
  }
}

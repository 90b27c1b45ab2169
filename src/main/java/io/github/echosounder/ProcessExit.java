package io.github.echosounder;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The end of the process, with the exit code that Quarkus was given or, for a failed start, 1. */
final class ProcessExit {

  private ProcessExit() {}

  static void end(int exitCode, @Nullable Throwable failure) {
    if (failure != null) {
      report(failure);
    }
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      System.exit(exitCode);
    } else {
      // Dev mode shows a failed start its own way, and lives on.
      ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(exitCode, failure);
    }
  }

  private static void report(Throwable failure) {
    List<String> lines = StartFailure.explain(failure);
    if (lines.isEmpty()) {
      // A fault of ours, then, and whoever mends it needs the whole of it.
      Logger.getLogger(ProcessExit.class).error("The start failed", failure);
    }
    lines.forEach(System.err::println);
  }
}

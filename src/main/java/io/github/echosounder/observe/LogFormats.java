package io.github.echosounder.observe;

import io.github.echosounder.settings.EchosounderConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** Gives the console the format that the setting names. */
@Dependent
public class LogFormats {

  /** This event comes before anything is served, and before the line that says so. */
  void choose(@Observes @Priority(0) Filters before, EchosounderConfig config) {
    if (config.logFormat() == EchosounderConfig.LogFormat.JSON) {
      writeJson(Logger.getLogger("").getHandlers());
    }
  }

  /**
   * Handlers may stand behind others: Quarkus puts one before those of the console and of files.
   */
  private static void writeJson(Handler... handlers) {
    for (Handler handler : handlers) {
      if (handler instanceof ConsoleHandler console) {
        console.setFormatter(new JsonLines());
      } else if (handler instanceof ExtHandler ext) {
        writeJson(ext.getHandlers());
      }
    }
  }
}

package io.github.echosounder.observe;

import io.quarkus.logging.json.runtime.JsonFormatter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;

/** Gives the JSON log, where there is one, the fields of the lines about connections. */
@Dependent
class JsonLog {

  /** This event comes before there are connections. */
  void complete(@Observes @Priority(0) Filters before) {
    complete(Logger.getLogger("").getHandlers());
  }

  /**
   * Handlers may stand behind others: Quarkus puts one before those of the console and of files.
   */
  private static void complete(Handler... handlers) {
    for (Handler handler : handlers) {
      if (handler.getFormatter() instanceof JsonFormatter objects) {
        handler.setFormatter(new LineFields(objects));
      }
      if (handler instanceof ExtHandler ext) {
        complete(ext.getHandlers());
      }
    }
  }
}

package io.github.echosounder;

import io.github.echosounder.drain.Drain;
import io.github.echosounder.drain.Termination;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/**
 * Without arguments: serves until it is told to end, drains, and ends with exit code 0. With
 * arguments: a command, without the server.
 */
@QuarkusMain
public class Main implements QuarkusApplication {

  private static final Logger LOG = Logger.getLogger("echosounder");

  /** Lists the endpoints before any log level of the settings applies. */
  private static final java.util.logging.Logger ENDPOINTS =
      java.util.logging.Logger.getLogger("io.undertow.websockets");

  private final PageAddress page;
  private final Termination termination;
  private final Drain drain;

  @Inject
  Main(PageAddress page, Termination termination, Drain drain) {
    this.page = page;
    this.termination = termination;
    this.drain = drain;
  }

  public static void main(String... args) {
    if (args.length > 0) {
      // Else JDK 25 warns on standard error of what Netty uses.
      System.setProperty("io.netty.noUnsafe", "true");
      System.exit(Commands.run(args));
    }
    ENDPOINTS.setLevel(java.util.logging.Level.WARNING);
    Quarkus.run(Main.class, ProcessExit::end, args);
  }

  @Override
  public int run(String... args) throws InterruptedException {
    page.url().ifPresent(url -> LOG.infof("the page is at %s", url));
    Quarkus.waitForExit();
    try {
      if (termination.isAskedFor()) {
        drain.leave();
      }
      return 0;
    } catch (RuntimeException fault) {
      // Logging ends with the application: later would be too late.
      LOG.error("the drain failed", fault);
      return 1;
    }
  }
}

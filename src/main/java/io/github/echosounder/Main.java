package io.github.echosounder;

import io.github.echosounder.drain.Drain;
import io.github.echosounder.drain.Termination;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;

/** Serves until it is told to end, drains, and ends with exit code 0. */
@QuarkusMain
public class Main implements QuarkusApplication {

  private final Drain drain;

  @Inject
  Main(Drain drain) {
    this.drain = drain;
  }

  public static void main(String... args) {
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      Quarkus.run(Main.class, FailedStart::end, args);
    } else {
      // Dev mode has its own way to show a failed start, and lives on.
      Quarkus.run(Main.class, args);
    }
  }

  @Override
  public int run(String... args) throws InterruptedException {
    Termination termination = Termination.listen(Quarkus::asyncExit, drain::hasten);
    Quarkus.waitForExit();
    if (termination.isAskedFor()) {
      drain.leave();
    }
    return 0;
  }
}

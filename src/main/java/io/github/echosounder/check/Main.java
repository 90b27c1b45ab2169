package io.github.echosounder.check;

import java.net.URI;
import java.time.Duration;

/**
 * {@code java -cp echosounder.jar io.github.echosounder.check.Main ws://host:port/ws}
 *
 * <p>Prints one line and ends with the exit code of the {@link Verdict}. Needs nothing but the JDK,
 * so that the image of the service can run it.
 */
public final class Main {

  /** Long enough for a slow path, short enough for whoever waits for the answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Main() {}

  public static void main(String... args) {
    Verdict verdict = judge(args);
    (verdict.isGood() ? System.out : System.err).println(verdict.line());
    System.exit(verdict.kind().exitCode());
  }

  static Verdict judge(String... args) {
    if (args.length != 1) {
      return new Verdict(Verdict.Kind.USAGE, "usage: check ws://host[:port]/path, which must echo");
    }
    URI target;
    try {
      target = URI.create(args[0]);
    } catch (IllegalArgumentException malformed) {
      return new Verdict(Verdict.Kind.USAGE, "not a URL: " + args[0]);
    }
    return new EchoCheck(target, PATIENCE).run();
  }
}

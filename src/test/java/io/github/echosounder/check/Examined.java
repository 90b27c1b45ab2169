package io.github.echosounder.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.echosounder.client.Address;
import io.github.echosounder.client.Field;
import io.github.echosounder.client.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A path as the command examines it, with short waits. */
final class Examined {

  static final Options DEFAULT = options();

  private Examined() {}

  private static Options options() {
    try {
      return new Options(
          EnumSet.complementOf(EnumSet.of(StepName.IDLE, StepName.BUFFERING)),
          Duration.ofSeconds(3),
          1 << 20,
          List.of(),
          null,
          false,
          Trust.of(null),
          Duration.ofSeconds(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Options only(StepName... steps) {
    return with(DEFAULT, Set.of(steps), DEFAULT.subprotocol(), DEFAULT.headers());
  }

  static Options with(
      Options options, Set<StepName> steps, @Nullable String subprotocol, List<Field> headers) {
    return new Options(
        steps,
        options.idle(),
        options.maxSize(),
        headers,
        subprotocol,
        options.isInsecure(),
        options.trust(),
        options.timeout());
  }

  static Report by(String url, Options options) {
    try {
      return new Examination(Address.of(url), options, Progress.NONE, step -> {}).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static StepReport step(Report report, StepName name) {
    return Comparison.step(report, name);
  }

  /** The first fail, or else remark, is this. */
  static StepReport expect(Report report, StepName step, Cause cause, int exitCode) {
    StepReport worst = report.worst();
    if (worst == null) {
      throw new AssertionError("nothing was named: " + report);
    }
    assertEquals(
        step.label() + " " + cause.label() + " " + exitCode,
        worst.name().label()
            + " "
            + String.valueOf(report.cause()).toLowerCase(Locale.ROOT).replace('_', '-')
            + " "
            + report.exitCode(),
        report.summary());
    return worst;
  }
}

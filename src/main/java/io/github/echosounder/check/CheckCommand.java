package io.github.echosounder.check;

import io.github.echosounder.client.Address;
import io.github.echosounder.command.DurationForm;
import io.github.echosounder.command.ProgressLine;
import io.github.echosounder.command.SizeForm;
import io.github.echosounder.command.Target;
import io.github.echosounder.command.Terminal;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code check URL}. */
@Command(
    name = "check",
    description =
        "Finds out what the way to a WebSocket echo does to WebSockets, and names the culprit.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Steps: dns, tcp, tls, upgrade, headers, text, binary, empty, utf8-split,",
      "fragmentation, compression, subprotocol, ping, sizes, burst, buffering, rtt,",
      "idle, close, reconnect.",
      "",
      "Durations carry a unit (250ms, 2s, 1m), sizes may (64KiB, 16MiB).",
      "",
      "Exit codes: 0 passed (remarks allowed), 1 a fault of this command, 2 usage,",
      "3 dns and tcp, 4 tls, 5 upgrade, 6 messages altered, lost or no echo,",
      "7 silent, 8 connections cut or closed, 9 any other fail.",
      "",
      "Example: check wss://echo.example.com/ws --idle 2m"
    })
public final class CheckCommand implements Callable<Integer> {

  private static final int LARGEST_SIZE = 1 << 30;

  @Mixin private Target target = new Target();

  @Option(names = "--quick", description = "Leave out the long steps: idle and buffering.")
  private boolean isQuick;

  @Option(
      names = "--idle",
      paramLabel = "DURATION",
      defaultValue = "70s",
      converter = DurationForm.class,
      description = "How long the idle step watches (default: ${DEFAULT-VALUE}).")
  private Duration idle = Duration.ZERO;

  @Option(
      names = "--max-size",
      paramLabel = "SIZE",
      defaultValue = "16MiB",
      converter = SizeForm.class,
      description = "The largest message of the sizes step (default: ${DEFAULT-VALUE}).")
  private long maxSize;

  @Option(
      names = "--only",
      paramLabel = "STEP",
      split = ",",
      description = "Take these steps alone.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--skip", paramLabel = "STEP", split = ",", description = "Leave these out.")
  private List<String> skip = new ArrayList<>();

  @Option(
      names = "--subprotocol",
      paramLabel = "NAME",
      description = "Offer this subprotocol, and expect it to be granted.")
  private @Nullable String subprotocol;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      converter = DurationForm.class,
      description = "Bounds each wait (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ZERO;

  @Option(
      names = "--via",
      paramLabel = "URL",
      description = "Check this other way to the same server too, and show what differs.")
  private @Nullable String via;

  @Option(names = "--json", description = "Print the report as JSON, and nothing else.")
  private boolean isJson;

  @Spec private @Nullable CommandSpec spec;

  /** What stands on standard output where no report could be made, and JSON was asked for. */
  public static String errorAsJson(String error, int exitCode) {
    return ReportJson.ofError(error, exitCode);
  }

  @Override
  public Integer call() throws InterruptedException {
    Address address = target.address(spec());
    Address other = via == null ? null : Target.address(via, spec());
    Options options = options();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    ReportText text = new ReportText(out, Terminal.hasColours(System.getenv()));
    ProgressLine progress = new ProgressLine(Terminal.isThere());
    if (other != null) {
      return compare(address, other, options, text, progress, out);
    }
    if (isJson) {
      Report report = new Examination(address, options, progress::show, step -> {}).run();
      progress.clear();
      out.println(ReportJson.of(report));
      return report.exitCode();
    }
    text.begin(address.text());
    Report report =
        new Examination(
                address,
                options,
                progress::show,
                step -> {
                  progress.clear();
                  text.step(step);
                })
            .run();
    text.end(report.result(), report.summary());
    return report.exitCode();
  }

  private int compare(
      Address address,
      Address other,
      Options options,
      ReportText text,
      ProgressLine progress,
      PrintStream out)
      throws InterruptedException {
    Report report = new Examination(address, options, progress::show, step -> {}).run();
    Report viaOther = new Examination(other, options, progress::show, step -> {}).run();
    progress.clear();
    Comparison comparison = new Comparison(report, viaOther);
    if (isJson) {
      out.println(ReportJson.of(comparison));
    } else {
      comparison.differences().forEach(name -> text.difference(comparison, name));
      text.end(comparison.worse(), comparison.summary());
    }
    return comparison.exitCode();
  }

  private Options options() {
    if (timeout.isZero()) {
      throw usage("--timeout must be more than 0");
    }
    if (maxSize < 1 || maxSize > LARGEST_SIZE) {
      throw usage("--max-size is 1 byte to 1 GiB");
    }
    if (subprotocol != null && !subprotocol.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
      throw usage("--subprotocol is one name without spaces, a token of RFC 9110, 5.6.2");
    }
    if (idle.isZero()) {
      throw usage("--idle must be more than 0; --skip idle leaves the step out");
    }
    return new Options(
        steps(),
        idle,
        (int) maxSize,
        target.fields(spec()),
        subprotocol,
        target.isInsecure(),
        target.trust(spec()),
        timeout);
  }

  private Set<StepName> steps() {
    Set<StepName> steps = EnumSet.allOf(StepName.class);
    try {
      if (!only.isEmpty()) {
        steps.clear();
        only.forEach(label -> steps.add(StepName.of(label.strip())));
      }
      skip.forEach(label -> steps.remove(StepName.of(label.strip())));
    } catch (IllegalArgumentException unknown) {
      throw usage(String.valueOf(unknown.getMessage()));
    }
    if (isQuick) {
      steps.remove(StepName.IDLE);
      steps.remove(StepName.BUFFERING);
    }
    if (steps.isEmpty()) {
      throw usage("no step is left: --skip or --quick leaves out each one that --only names");
    }
    return steps;
  }

  private ParameterException usage(String why) {
    return new ParameterException(spec().commandLine(), why);
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("not made by picocli");
    }
    return spec;
  }
}

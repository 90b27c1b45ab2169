package io.github.echosounder.load;

import io.github.echosounder.client.Address;
import io.github.echosounder.client.DeflateOffer;
import io.github.echosounder.client.Request;
import io.github.echosounder.client.Trust;
import io.github.echosounder.command.DurationForm;
import io.github.echosounder.command.ProgressLine;
import io.github.echosounder.command.SizeForm;
import io.github.echosounder.command.Target;
import io.github.echosounder.command.Terminal;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code load URL}. */
@Command(
    name = "load",
    description =
        "Sends messages to a WebSocket echo, compares every echo, and counts what was lost.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Without --rate, each connection keeps --in-flight messages on their way and",
      "sends the next one as soon as an echo comes. With --rate, messages leave by the",
      "clock, and latency counts from when one was due, not from when it could leave.",
      "",
      "Durations carry a unit (250ms, 2s, 1m), sizes may (64KiB, 16MiB).",
      "",
      "Exit codes: 0 nothing lost, duplicated, reordered or altered and no connection",
      "failed, 1 a fault of this command, 2 usage; when no connection could be opened",
      "3 dns and tcp, 4 tls, 5 upgrade; 8 a connection ended (without --survive),",
      "6 otherwise.",
      "",
      "Ctrl-C ends the run early, with its report.",
      "",
      "Example: load wss://echo.example.com/ws --connections 100 --rate 1000 --survive"
    })
public final class LoadCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MOST_CONNECTIONS = 60_000;
  private static final int MOST_IN_FLIGHT = 65_536;
  private static final double HIGHEST_RATE = 10_000_000;
  private static final int LARGEST_SIZE = 1 << 30;
  private static final Duration LONGEST = Duration.ofDays(7);

  @Mixin private Target server = new Target();

  @Option(
      names = {"-c", "--connections"},
      paramLabel = "N",
      defaultValue = "50",
      description = "How many connections to open (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--rate",
      paramLabel = "PER_SECOND",
      description = "Send so many messages a second, on all connections together.")
  private @Nullable Double rate;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description = "Keep so many messages on their way on each connection (default: 1).")
  private @Nullable Integer inFlight;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      defaultValue = "125",
      converter = SizeForm.class,
      description = "Bytes of a message (default: ${DEFAULT-VALUE}).")
  private long size;

  /** As they are written. */
  @SuppressWarnings("ConstantCaseForConstants")
  enum Type {
    text,
    binary
  }

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "text",
      description = "text or binary (default: ${DEFAULT-VALUE}).")
  private Type type = Type.text;

  @Option(
      names = {"-d", "--duration"},
      paramLabel = "DURATION",
      defaultValue = "30s",
      converter = DurationForm.class,
      description = "How long to send (default: ${DEFAULT-VALUE}).")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--ramp",
      paramLabel = "DURATION",
      defaultValue = "0s",
      converter = DurationForm.class,
      description = "Open the connections evenly over the first part of the duration.")
  private Duration ramp = Duration.ZERO;

  @Option(names = "--compress", description = "Offer permessage-deflate, and use it if granted.")
  private boolean isCompressed;

  @Option(
      names = "--survive",
      description = {
        "Open a connection that ends again, and send again",
        "what was not echoed: for a rolling restart."
      })
  private boolean isSurviving;

  @Option(names = "--json", description = "Print the report as JSON, and nothing else.")
  private boolean isJson;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Plan plan = plan();
    String target = server.address(spec()).text();
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    ReportText text = new ReportText(out, Terminal.hasColours(System.getenv()));
    ProgressLine line = new ProgressLine(Terminal.isThere());
    Seconds seconds = new Seconds(line, plan);
    Load load = new Load(target, plan, seconds);
    Interrupt interrupt = Interrupt.of(load::interrupt);
    if (!isJson) {
      text.begin(target, plan);
    }
    Report report = load.run();
    line.clear();
    if (isJson) {
      out.println(ReportJson.of(report));
      report.notes().forEach(System.err::println);
      report.refusals().forEach(System.err::println);
    } else {
      text.end(report);
    }
    out.flush();
    interrupt.done(report.exitCode());
    return report.exitCode();
  }

  private Plan plan() {
    check(rate == null || inFlight == null, "--rate and --in-flight exclude each other");
    range("--connections", connections, 1, MOST_CONNECTIONS);
    range("--in-flight", inFlight == null ? 1 : inFlight, 1, MOST_IN_FLIGHT);
    check(
        rate == null || (rate > 0 && rate <= HIGHEST_RATE),
        "--rate is more than 0 and at most 10000000 messages per second");
    check(size <= LARGEST_SIZE, "--size is 0 bytes to 1 GiB");
    check(!duration.isZero(), "--duration must be more than 0");
    check(duration.compareTo(LONGEST) <= 0, "--duration is at most 168h");
    check(ramp.compareTo(duration) < 0, "--ramp must be shorter than --duration");
    Address address = server.address(spec());
    Trust trust = server.trust(spec());
    Request request =
        Request.to(address, server.isInsecure() ? trust.inAnyone() : trust, TIMEOUT)
            .with(server.fields(spec()));
    return new Plan(
        isCompressed ? request.offering(DeflateOffer.OF_BROWSERS) : request,
        connections,
        rate == null ? 0 : rate,
        inFlight == null ? 1 : inFlight,
        (int) size,
        type == Type.text,
        duration,
        ramp,
        isSurviving);
  }

  private void range(String option, int value, int from, int to) {
    check(value >= from && value <= to, option + " is " + from + " to " + to + ", not " + value);
  }

  private void check(boolean isRight, String otherwise) {
    if (!isRight) {
      throw new ParameterException(spec().commandLine(), otherwise);
    }
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("not made by picocli");
    }
    return spec;
  }

  /** A line each second, which replaces the one before. */
  private static final class Seconds implements Load.Watcher {
    private final ProgressLine line;
    private final Plan plan;
    private long echoedBefore;

    Seconds(ProgressLine line, Plan plan) {
      this.line = line;
      this.plan = plan;
    }

    @Override
    public void second(long second, Driver.Progress progress) {
      String restarts =
          progress.reconnected() == 0
              ? ""
              : String.format(Locale.ROOT, ", %,d opened again", progress.reconnected());
      line.show(
          String.format(
              Locale.ROOT,
              "%d of %s  %,d open  %,d messages/s  %,d on their way  %,d faults%s",
              second,
              ReportText.seconds(plan.duration().toMillis() / 1e3),
              progress.open(),
              progress.echoed() - echoedBefore,
              progress.sent() - progress.echoed(),
              progress.faults(),
              restarts));
      echoedBefore = progress.echoed();
    }
  }
}

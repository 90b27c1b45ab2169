package io.github.echosounder.check;

import io.github.echosounder.client.Address;
import io.github.echosounder.client.Client;
import io.github.echosounder.client.Failure.Kind;
import io.github.echosounder.client.OpeningException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes the steps in their order. */
final class Examination {

  /** Those that mean nothing where messages do not come back. */
  private static final Set<StepName> NEED_ECHO =
      EnumSet.of(
          StepName.BINARY,
          StepName.EMPTY,
          StepName.UTF8_SPLIT,
          StepName.FRAGMENTATION,
          StepName.COMPRESSION,
          StepName.SIZES,
          StepName.BURST,
          StepName.BUFFERING,
          StepName.RTT);

  /** Without these, nothing behind them can be asked. */
  private static final Set<StepName> GATES =
      EnumSet.of(StepName.DNS, StepName.TCP, StepName.TLS, StepName.UPGRADE);

  private static final Map<StepName, Step> STEPS =
      Map.ofEntries(
          Map.entry(StepName.DNS, new DnsStep()),
          Map.entry(StepName.TCP, new TcpStep()),
          Map.entry(StepName.TLS, new TlsStep()),
          Map.entry(StepName.UPGRADE, new UpgradeStep()),
          Map.entry(StepName.HEADERS, new HeadersStep()),
          Map.entry(StepName.TEXT, EchoStep.text()),
          Map.entry(StepName.BINARY, EchoStep.binary()),
          Map.entry(StepName.EMPTY, new EmptyStep()),
          Map.entry(StepName.UTF8_SPLIT, new Utf8SplitStep()),
          Map.entry(StepName.FRAGMENTATION, new FragmentationStep()),
          Map.entry(StepName.COMPRESSION, new CompressionStep()),
          Map.entry(StepName.SUBPROTOCOL, new SubprotocolStep()),
          Map.entry(StepName.PING, new PingStep()),
          Map.entry(StepName.SIZES, new SizesStep()),
          Map.entry(StepName.BURST, new BurstStep()),
          Map.entry(StepName.BUFFERING, new BufferingStep()),
          Map.entry(StepName.RTT, new RttStep()),
          Map.entry(StepName.IDLE, new IdleStep()),
          Map.entry(StepName.CLOSE, new CloseStep()),
          Map.entry(StepName.RECONNECT, new ReconnectStep()));

  private final Address address;
  private final Options options;
  private final Progress progress;
  private final Consumer<StepReport> listener;

  /** {@code listener} is told of each step as soon as it is over. */
  Examination(Address address, Options options, Progress progress, Consumer<StepReport> listener) {
    this.address = address;
    this.options = options;
    this.progress = progress;
    this.listener = listener;
  }

  Report run() throws InterruptedException {
    List<StepReport> reports = new ArrayList<>();
    try (Client client = new Client(1);
        Path path = new Path(address, options, client, progress)) {
      String pointless = null;
      String noEcho = null;
      for (StepName name : StepName.values()) {
        StepReport report = report(name, path, pointless, noEcho);
        reports.add(report);
        listener.accept(report);
        Outcome outcome = report.outcome();
        if (outcome.isFail() && GATES.contains(name)) {
          pointless = "Pointless after " + name.label() + " failed.";
        }
        if (outcome.cause() == Cause.NOT_AN_ECHO
            || (outcome.cause() == Cause.SILENT && !echoesStill(path))) {
          noEcho = "Pointless where messages do not come back (" + name.label() + ").";
        }
      }
      Server server = pointless == null && isEchosounder(path) ? path.echosounder().server() : null;
      return new Report(address.text(), List.copyOf(reports), server);
    }
  }

  private static boolean isEchosounder(Path path) {
    return path.opening() != null && path.opening().has(Echosounder.CONNECTION);
  }

  private StepReport report(
      StepName name, Path path, @Nullable String pointless, @Nullable String noEcho)
      throws InterruptedException {
    if (!options.steps().contains(name)) {
      return new StepReport(name, Outcome.skip("Not asked for."), 0);
    }
    if (pointless != null) {
      return new StepReport(name, Outcome.skip(pointless), 0);
    }
    if (noEcho != null && NEED_ECHO.contains(name)) {
      return new StepReport(name, Outcome.skip(noEcho), 0);
    }
    long began = System.nanoTime();
    Outcome outcome = take(name, path);
    if (outcome.cause() == Cause.SILENT && path.hasEchoed()) {
      outcome = again(name, path, outcome);
    }
    path.leave();
    return new StepReport(name, outcome, (System.nanoTime() - began) / 1_000_000);
  }

  /** What was swallowed once and not again was lost; a server that never echoes it is silent. */
  private static Outcome again(StepName name, Path path, Outcome silent)
      throws InterruptedException {
    path.leave();
    return take(name, path).result() == Result.PASS
        ? Outcome.fail(Cause.MESSAGE_LOST, silent.detail())
            .saying("The same came back when it was sent again.")
        : silent;
  }

  /** Whether what one step sent was swallowed for what it is, and others come back. */
  private static boolean echoesStill(Path path) throws InterruptedException {
    boolean echoes = path.hasEchoed() && !take(StepName.TEXT, path).isFail();
    path.leave();
    return echoes;
  }

  private static Outcome take(StepName name, Path path) throws InterruptedException {
    Step step = Objects.requireNonNull(STEPS.get(name), "each step is in the table");
    try {
      return step.take(path);
    } catch (BrokenException broken) {
      return broken.outcome();
    } catch (OpeningException e) {
      return opening(path, e);
    }
  }

  private static Outcome opening(Path path, OpeningException e) throws InterruptedException {
    if (e.failure().kind() == Kind.TLS_FAILED) {
      // Who it was that was not trusted, a look of its own tells.
      try {
        Outcome judged = new TlsStep().take(path);
        if (judged.isFail()) {
          return judged;
        }
      } catch (BrokenException again) {
        // Then what was seen first is told.
      }
    }
    return Openings.judge(e.failure(), path.timeout(), path.address().isSecure());
  }
}

package io.github.echosounder;

import io.github.echosounder.check.CheckCommand;
import io.github.echosounder.load.LoadCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands, which do without the server: what the first argument names. */
@Command(
    name = "echosounder",
    description = {
      "A WebSocket echo that shows what the network does to WebSockets.",
      "Without arguments it is the server; a command runs without one.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    scope = ScopeType.LOCAL,
    subcommands = {CheckCommand.class, LoadCommand.class, Commands.Completion.class})
final class Commands implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  /** Ends with the exit code of the command. */
  static int run(String... arguments) {
    // What a library logs would stand amid what a command says.
    Logger.getLogger("").setLevel(Level.OFF);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    CommandLine commands = new CommandLine(new Commands());
    for (CommandLine command : commands.getSubcommands().values()) {
      command.getCommandSpec().versionProvider(new Version());
    }
    return commands
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setParameterExceptionHandler(Commands::wrongUsage)
        .setExecutionExceptionHandler(Commands::fault)
        .setOut(out)
        .setErr(err)
        .execute(arguments);
  }

  private static int wrongUsage(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    int exitCode = command.getCommandSpec().exitCodeOnInvalidInput();
    printAsJson(String.valueOf(wrong.getMessage()), exitCode, command, List.of(arguments));
    return exitCode;
  }

  private static int fault(Exception fault, CommandLine command, ParseResult arguments) {
    StackTraceElement[] trace = fault.getStackTrace();
    String told =
        "A fault of this command, not of the path: "
            + fault
            + (trace.length == 0 ? "" : ", at " + trace[0])
            + ". Please report it.";
    command.getErr().println(told);
    int exitCode = command.getCommandSpec().exitCodeOnExecutionException();
    printAsJson(told, exitCode, command, arguments.originalArgs());
    return exitCode;
  }

  /** Whoever asked check for JSON gets a document in any case. */
  private static void printAsJson(
      String error, int exitCode, CommandLine command, List<String> arguments) {
    boolean isCheck = command.getCommandSpec().userObject() instanceof CheckCommand;
    if (isCheck && arguments.contains("--json")) {
      command.getOut().println(CheckCommand.errorAsJson(error, exitCode));
    }
  }

  /** Only options were given, and none of those that answer by themselves. */
  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "a command is missing: check, load or completion");
    }
  }

  /** As the jar's manifest has it. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Commands.class.getPackage().getImplementationVersion();
      return new String[] {"echosounder " + (version == null ? "unpackaged" : version)};
    }
  }

  /** {@code completion bash}. */
  @Command(
      name = "completion",
      description = "Prints a script that completes arguments: source <(… completion bash).",
      mixinStandardHelpOptions = true)
  static final class Completion implements Runnable {

    @Parameters(paramLabel = "SHELL", description = "bash or zsh; the script is for both.")
    private Shell shell = Shell.bash;

    @Spec private @Nullable CommandSpec spec;

    /** As they are written. */
    @SuppressWarnings("ConstantCaseForConstants")
    enum Shell {
      bash,
      zsh
    }

    @Override
    public void run() {
      if (spec != null) {
        CommandLine root = spec.root().commandLine();
        // Of zsh, bash's completion is switched on first.
        String begin = shell == Shell.zsh ? "autoload -U +X bashcompinit && bashcompinit\n" : "";
        spec.commandLine().getOut().print(begin + AutoComplete.bash("echosounder", root));
        spec.commandLine().getOut().flush();
      }
    }
  }
}

package io.github.echosounder;

import io.github.echosounder.settings.SettingsCheck;
import io.github.echosounder.settings.UnknownSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Why the start failed, in a line for each setting at fault: its name, its value, what is allowed.
 */
final class StartFailure {

  private static final String HOST = "quarkus.http.host";
  private static final String PORT = "quarkus.http.port";
  private static final String TLS_PORT = "quarkus.http.ssl-port";

  private static final Pattern WRONG_VALUE =
      Pattern.compile(
          "config property (\\S+) with the config value \"(.*?)\" threw an Exception whilst being"
              + " converted(?: SRCFG\\d+:)?(.*)",
          Pattern.DOTALL);

  private static final Pattern UNKNOWN_NAME =
      Pattern.compile("SRCFG00050: (echosounder\\S+) in .* does not map to any root");

  private static final Pattern EMPTY_VALUE =
      Pattern.compile("config property (\\S+) is defined as the empty String");

  /** Where Quarkus and Vert.x read certificates, keys and their stores. */
  private static final Pattern TLS =
      Pattern.compile("io\\.quarkus\\.tls\\..*|io\\.vertx\\..*(KeyStore|Pem|SSL).*");

  private static final Pattern CHOICE = Pattern.compile("allowed values: (\\S+)");

  private StartFailure() {}

  /** Empty when it is not known that a setting or this machine is at fault. */
  static List<String> explain(Throwable failure) {
    String redis = value(SettingsCheck.REDIS_SETTING);
    Optional<String> fault = redis.isEmpty() ? Optional.empty() : SettingsCheck.redisFault(redis);
    if (fault.isPresent()) {
      return List.of(fault.get());
    }
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (cause instanceof ConfigValidationException refused) {
      return IntStream.range(0, refused.getProblemCount())
          .mapToObj(i -> inOurWords(refused.getProblem(i).getMessage()))
          .toList();
    }
    if (cause instanceof ConfigurationException) {
      return List.of(message);
    }
    if (cause instanceof UnknownHostException) {
      return List.of(hostLine("a host that is not known"));
    }
    if (cause instanceof FileSystemException) {
      return List.of("The start failed: there is no file to read at " + message);
    }
    if (isOfTls(failure)) {
      return List.of(
          "The start failed: the certificate, key or store that the settings below quarkus.http.ssl or"
              + " quarkus.tls name cannot be used: "
              + message);
    }
    if (cause instanceof IOException) {
      return notListening(message);
    }
    // A sentence that Quarkus made for users, or what a library says of a value that it was given.
    boolean isForUsers =
        message.contains("quarkus.")
            || (cause instanceof IllegalArgumentException && !passedThroughOurs(cause));
    return isForUsers ? List.of("The start failed: " + message) : List.of();
  }

  private static boolean isOfTls(Throwable failure) {
    for (Throwable fault = failure; fault != null; fault = fault.getCause()) {
      for (StackTraceElement call : fault.getStackTrace()) {
        if (TLS.matcher(call.getClassName()).matches()) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean passedThroughOurs(Throwable cause) {
    return Stream.of(cause.getStackTrace())
        .map(StackTraceElement::getClassName)
        .anyMatch(name ->
            name.startsWith(Main.class.getPackageName()) && !name.equals(Main.class.getName()));
  }

  private static List<String> notListening(String message) {
    if (message.matches("(?is).*assign requested address.*")) {
      return List.of(hostLine("no address of this machine"));
    }
    if (message.matches("(?is).*(already in use|already bound).*")) {
      String port = isFree(PORT) ? TLS_PORT : PORT;
      return List.of(
          "The setting %s is \"%s\", a port that another process listens on; allowed is one that is"
                  .formatted(port, value(port))
              + " free, or 0 for any.");
    }
    if (message.matches("(?is).*permission denied.*")) {
      String port = isFree(PORT) ? TLS_PORT : PORT;
      return List.of(
          "The setting %s is \"%s\", a port that this user may not listen on; allowed is mostly 1024"
                  .formatted(port, value(port))
              + " to 65535.");
    }
    return List.of();
  }

  private static String hostLine(String fault) {
    return "The setting %s is \"%s\", %s; allowed is 0.0.0.0 for all addresses, or one of this machine."
        .formatted(HOST, value(HOST), fault);
  }

  /** Which of the two ports it was, the failure does not say. */
  private static boolean isFree(String setting) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(value(HOST), Integer.parseInt(value(setting))));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What SmallRye Config says of a value or a name, without its codes and classes. */
  static String inOurWords(String problem) {
    Matcher value = WRONG_VALUE.matcher(problem);
    if (value.find()) {
      return "The setting %s is \"%s\"; %s"
          .formatted(value.group(1), value.group(2), allowed(value.group(3).trim()));
    }
    Matcher empty = EMPTY_VALUE.matcher(problem);
    if (empty.find()) {
      return "The setting %s is \"\"; allowed is a value, or to leave the setting out for its default."
          .formatted(empty.group(1));
    }
    Matcher name = UNKNOWN_NAME.matcher(problem);
    if (name.find()) {
      return UnknownSettings.explain(name.group(1));
    }
    return problem.replaceFirst("^(?:[a-z.]+[.][A-Z]\\w+: )?SRCFG\\d+: ", "");
  }

  /** From what a converter complains of, what it would have taken. */
  private static String allowed(String complaint) {
    Matcher choice = CHOICE.matcher(complaint);
    if (choice.find()) {
      return "allowed is " + choice.group(1).replace(",", " or ") + ".";
    }
    if (complaint.contains("regular expression")) {
      return "allowed is a size such as 65536, 64K or 16M.";
    }
    if (complaint.contains("duration")) {
      return "allowed is a duration such as 250ms, 5s or 2m.";
    }
    if (complaint.contains("integer value")) {
      return "allowed is a whole number.";
    }
    return "that cannot be read: " + complaint;
  }

  private static String value(String setting) {
    return ConfigProvider.getConfig().getOptionalValue(setting, String.class).orElse("");
  }
}

package io.github.echosounder.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Chromium of this machine: the one that ECHOSOUNDER_CHROMIUM names, or else one of the usual.
 */
final class Chromium {

  static final String HOW_TO_GET_ONE =
      "no Chromium found. Install one (Debian: apt-get install chromium), or name one with the"
          + " environment variable ECHOSOUNDER_CHROMIUM.";

  /**
   * The sandbox needs rights that root and containers lack; only our own page is opened. An element
   * tells the role and the name that a screen reader would be given.
   */
  static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-dev-shm-usage",
          "--disable-background-networking",
          "--enable-blink-features=ComputedAccessibilityInfo");

  private static final List<String> COMMANDS =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

  private static final List<String> ELSEWHERE =
      List.of(
          "/usr/bin/chromium",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
          "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe");

  private Chromium() {}

  static Optional<Path> find() {
    var named = System.getenv("ECHOSOUNDER_CHROMIUM");
    var candidates =
        named == null
            ? Stream.concat(onPath(), ELSEWHERE.stream().map(Path::of))
            : Stream.of(Path.of(named));
    return candidates.filter(Files::isExecutable).findFirst();
  }

  private static Stream<Path> onPath() {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    var folders = Arrays.asList(path.split(Pattern.quote(File.pathSeparator), -1));
    return COMMANDS.stream()
        .flatMap(command -> folders.stream().map(folder -> Path.of(folder, command)));
  }
}

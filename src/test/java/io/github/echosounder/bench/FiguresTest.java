package io.github.echosounder.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The measured figures in the READMEs, which `src/bench/run readme` writes from one run. */
class FiguresTest {

  private static final Path RESULTS = Path.of("src/bench/results.json");
  private static final Pattern BLOCK =
      Pattern.compile(
          "<!-- figures, written by src/bench/run readme -->\n(?<block>.*?\n)<!-- end of figures:"
              + " sha256 (?<sum>\\w+), of src/bench/results.json (?<results>\\w+) -->\n",
          Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md"})
  void theFiguresAreThoseThatTheBenchmarkWrote(String name) throws IOException {
    Matcher figures = BLOCK.matcher(Files.readString(Path.of(name)));
    assertTrue(figures.find(), () -> name + " has no block of figures");
    assertEquals(
        figures.group("sum"),
        sha256(figures.group("block").getBytes(UTF_8)),
        () -> name + ": its figures were edited by hand; src/bench/run readme writes them");
    assertEquals(
        figures.group("results"),
        sha256(Files.readAllBytes(RESULTS)),
        () -> name + " has figures of another run than " + RESULTS);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

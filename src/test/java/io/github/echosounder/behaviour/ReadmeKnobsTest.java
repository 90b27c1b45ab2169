package io.github.echosounder.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both READMEs have a line to copy for each knob, and each such line is accepted. */
class ReadmeKnobsTest {

  private static final Pattern LINE =
      Pattern.compile("\\| `npx wscat -c 'ws://localhost:10083(/ws[a-z/]*)\\?([^']*)'`");

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md"})
  void thereIsALineForEachKnobAndEachLineIsRight(String readme) throws IOException, KnobException {
    Set<String> shown = new TreeSet<>();
    Matcher line = LINE.matcher(Files.readString(Path.of(readme)));
    while (line.find()) {
      Knobs knobs = Knobs.of(line.group(2), line.group(1));
      for (Knob<?> knob : Knob.at(line.group(1))) {
        if (knobs.has(knob)) {
          shown.add(line.group(1) + " " + knob.name());
        }
      }
    }
    Set<String> known = new TreeSet<>();
    Knob.at("/ws").forEach(knob -> known.add("/ws " + knob.name()));
    for (String path : new String[] {"/ws/stream", "/ws/refuse"}) {
      for (Knob<?> knob : Knob.at(path)) {
        if (!isOfEchoes(knob)) {
          known.add(path + " " + knob.name());
        }
      }
    }
    assertEquals(known, shown);
  }

  /** Those that work alike everywhere are shown once. */
  private static boolean isOfEchoes(Knob<?> knob) {
    return Knob.at("/ws").contains(knob);
  }
}

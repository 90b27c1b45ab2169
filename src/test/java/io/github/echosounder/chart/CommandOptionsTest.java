package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.echosounder.check.CheckCommand;
import io.github.echosounder.load.LoadCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The options by which the chart judges arguments are those that the commands take. */
class CommandOptionsTest {

  private static final Path TEMPLATE = Path.of("helm/echosounder/templates/_commands.tpl");
  private static final String BEGIN = "{{- define \"echosounder.options\" -}}";

  /** They print something and end: nothing for a pod. */
  private static final Set<String> ANSWERING = Set.of("-h", "--help", "-V", "--version");

  private static Map<String, Boolean> ofChart(String command) throws IOException {
    String template = Files.readString(TEMPLATE);
    String block = template.substring(template.indexOf(BEGIN) + BEGIN.length());
    JsonNode options = Chart.YAML.readTree(block.substring(0, block.indexOf("{{- end }}")));
    Map<String, Boolean> known = new TreeMap<>();
    options
        .path(command)
        .properties()
        .forEach(o -> known.put(o.getKey(), o.getValue().asBoolean()));
    return known;
  }

  /** Each with whether a value follows it. */
  private static Map<String, Boolean> of(Object command) {
    Map<String, Boolean> known = new TreeMap<>();
    new CommandLine(command)
        .getCommandSpec()
        .optionsMap()
        .forEach((name, option) -> known.put(name, option.arity().max() > 0));
    known.keySet().removeAll(ANSWERING);
    return known;
  }

  @Test
  void thoseOfCheckAreTheSame() throws IOException {
    assertEquals(of(new CheckCommand()), ofChart("check"));
  }

  @Test
  void thoseOfLoadAreTheSame() throws IOException {
    Map<String, Boolean> known = of(new LoadCommand());
    // The chart gives it itself, and once is enough.
    known.remove("--json");
    assertEquals(known, ofChart("load"));
  }
}

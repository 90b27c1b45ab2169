package io.github.echosounder.chart;

import io.github.echosounder.chart.ValuesFile.Value;

/** The tables of values in the chart's README, one for each section of values.yaml. */
final class ValuesTable {

  static final String BEGIN = "<!-- values: derived from values.yaml -->\n";
  static final String END = "<!-- end of values -->";

  private ValuesTable() {}

  /** The README with its tables made anew. */
  static String rewrite(String readme, ValuesFile file) {
    int begin = readme.indexOf(BEGIN);
    int end = readme.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("the README lacks " + BEGIN.strip() + " or " + END);
    }
    return readme.substring(0, begin) + BEGIN + tables(file) + readme.substring(end);
  }

  private static String tables(ValuesFile file) {
    StringBuilder out = new StringBuilder();
    String section = "";
    for (Value value : file.values()) {
      if (!value.section().equals(section)) {
        section = value.section();
        out.append("\n### ").append(section).append("\n\n");
        out.append("| value | default | what it is |\n|---|---|---|\n");
      }
      boolean isParent = !file.below(value.path()).isEmpty();
      out.append("| `").append(value.key()).append("` | ");
      out.append(isParent ? "" : "`" + defaultOf(value) + "`").append(" | ");
      out.append(value.comment().replace("|", "\\|")).append(" |\n");
    }
    return out.append('\n').toString();
  }

  private static String defaultOf(Value value) {
    return value.defaultValue().toString().replace("|", "\\|");
  }
}

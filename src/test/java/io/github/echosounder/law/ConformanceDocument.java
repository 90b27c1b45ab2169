package io.github.echosounder.law;

import java.util.List;
import java.util.stream.Collectors;

/** {@code src/docs/conformance.md}. */
record ConformanceDocument(List<Law> laws, List<Holder> holders) {

  private static final String HEAD =
      """
      # Conformance

      Every requirement for a server in the RFCs of the WebSocket protocol and of its compression,
      and in those of HTTP as far as they concern the opening handshake: what the server does, in
      our words, and the tests that fail where it does not. Rules that bind only clients, proxies,
      caches or the authors of further specifications are left out. An id is the RFC, the section
      and a number of ours.

      Written by `ConformanceTest` from `src/test/resources/law` and from the tests that are marked
      with `@Holds`; edit those, then run

      ```
      ./mvnw test -Dtest=ConformanceTest -Dconformance.write=true
      ```
      """;

  String text() {
    StringBuilder text = new StringBuilder(HEAD);
    text.append("\n| RFC | Rules | Held by a test | Not applicable |\n| --- | --- | --- | --- |\n");
    for (Law law : laws) {
      long exempt = law.rules().stream().filter(Rule::isExempt).count();
      text.append(
          "| %s | %d | %d | %d |\n"
              .formatted(link(law), law.rules().size(), law.rules().size() - exempt, exempt));
    }
    laws.forEach(law -> append(law, text));
    return text.toString();
  }

  private void append(Law law, StringBuilder text) {
    text.append("\n## RFC %d: %s\n\n".formatted(law.number(), law.title()));
    text.append("| Rule | Level | The server | Held by |\n| --- | --- | --- | --- |\n");
    for (Rule rule : law.rules()) {
      text.append(
          "| [%s](%s#section-%s) | %s | %s | %s |\n"
              .formatted(
                  rule.id(),
                  address(law),
                  rule.section(),
                  rule.level(),
                  rule.words(),
                  holding(rule)));
    }
  }

  private String holding(Rule rule) {
    return rule.isExempt()
        ? "– " + rule.exemption()
        : holders.stream()
            .filter(holder -> holder.rules().contains(rule.id()))
            .map(holder -> "[%s](%s)".formatted(holder.name(), holder.file()))
            .collect(Collectors.joining("<br>"));
  }

  private static String link(Law law) {
    return "[%d](%s) %s".formatted(law.number(), address(law), law.title());
  }

  private static String address(Law law) {
    return "https://www.rfc-editor.org/rfc/rfc" + law.number();
  }
}

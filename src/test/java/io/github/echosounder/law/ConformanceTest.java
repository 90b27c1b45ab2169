package io.github.echosounder.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every rule is held by a test or has a reason why not, and the document says which and why. */
class ConformanceTest {

  private static final Path DOCUMENT = Path.of("src/docs/conformance.md");

  private static final List<Law> LAWS = Law.all();
  private static final List<Rule> RULES =
      LAWS.stream().flatMap(law -> law.rules().stream()).toList();
  private static final List<Holder> HOLDERS = Holder.all();

  @Test
  void everyRuleIsHeldByATestOrHasAReasonWhyNot() {
    Set<String> held =
        HOLDERS.stream().flatMap(holder -> holder.rules().stream()).collect(Collectors.toSet());
    List<String> wrong =
        RULES.stream()
            .filter(rule -> rule.isExempt() == held.contains(rule.id()))
            .map(rule -> rule.id() + (rule.isExempt() ? " has both" : " has neither"))
            .toList();
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyRuleThatATestNamesExists() {
    Set<String> known = RULES.stream().map(Rule::id).collect(Collectors.toSet());
    for (Holder holder : HOLDERS) {
      assertTrue(holder.isTest(), holder.name() + " is no test");
      Set<String> unknown = new HashSet<>(holder.rules());
      unknown.removeAll(known);
      assertEquals(Set.of(), unknown, holder.name());
    }
  }

  @Test
  void everyRuleHasAnIdOfItsOwnBelowItsRfc() {
    Set<String> seen = new HashSet<>();
    for (Law law : LAWS) {
      for (Rule rule : law.rules()) {
        assertTrue(rule.id().startsWith(law.number() + "-"), rule.id());
        assertTrue(seen.add(rule.id()), rule.id() + " stands twice");
      }
    }
  }

  @Test
  void theDocumentIsWrittenFromTheRules() throws IOException {
    String written = new ConformanceDocument(LAWS, HOLDERS).text();
    if (Boolean.getBoolean("conformance.write")) {
      Files.writeString(DOCUMENT, written);
    }
    assertEquals(
        written,
        Files.readString(DOCUMENT),
        DOCUMENT + " is out of date: ./mvnw test -Dtest=ConformanceTest -Dconformance.write=true");
  }
}

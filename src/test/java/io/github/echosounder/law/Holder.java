package io.github.echosounder.law;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** A test method that says which rules it holds. */
record Holder(JavaMethod method, Set<String> rules) {

  private static final Comparator<Holder> BY_NAME =
      Comparator.comparing(holder -> holder.method.getFullName());

  /** Of all tests, in the order of their names. */
  static List<Holder> all() {
    return ArchConfiguration.withThreadLocalScope(Holder::read);
  }

  /** Without what the tests use: nothing is asked of that, and it takes long to read. */
  private static List<Holder> read(ArchConfiguration configuration) {
    configuration.setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("io.github.echosounder")
            .stream()
            .flatMap(Holder::of)
            .sorted(BY_NAME)
            .toList();
  }

  private static Stream<Holder> of(JavaClass tests) {
    return tests.getMethods().stream()
        .filter(method -> method.isAnnotatedWith(Holds.class))
        .map(method -> new Holder(method, Set.of(method.getAnnotationOfType(Holds.class).value())));
  }

  boolean isTest() {
    return method.isAnnotatedWith(Test.class)
        || method.isAnnotatedWith(ParameterizedTest.class)
        || method.isAnnotatedWith(RepeatedTest.class);
  }

  String name() {
    return method.getOwner().getSimpleName() + "." + method.getName();
  }

  /** As seen from the document. */
  String file() {
    return "../test/java/" + method.getOwner().getName().replace('.', '/') + ".java";
  }
}

package io.github.echosounder.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/** The names of the value sets: the defaults, and each file under {@code ci/}. */
final class ValueSets {

  private static final String ENDING = "-values.yaml";

  private ValueSets() {}

  static List<String> all() {
    try (Stream<java.nio.file.Path> files = Files.list(Chart.SOURCE.resolve("ci"))) {
      Stream<String> names = files.map(file -> file.getFileName().toString()).sorted();
      return Stream.concat(Stream.of("default"), names.map(name -> name.replace(ENDING, "")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

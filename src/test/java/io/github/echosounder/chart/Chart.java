package io.github.echosounder.chart;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The chart of this repository and what Helm makes of it; each rendering is made once and shared.
 */
final class Chart {

  static final Path SOURCE = Path.of("helm/echosounder");

  /** The Kubernetes versions the chart promises to work on. */
  static final List<String> KUBERNETES =
      List.of("1.29", "1.30", "1.31", "1.32", "1.33", "1.34", "1.35", "1.36");

  static final String NEWEST = KUBERNETES.get(KUBERNETES.size() - 1);

  /** A key that appears twice in a manifest is a mistake of the template. */
  static final ObjectMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * Where the chart asks a cluster how many pods are running. Without one the question fails here,
   * so in the copy the answer is the value {@code global}.
   */
  private static final String LOOKUP =
      "lookup \"apps/v1\" \"Deployment\" .Release.Namespace (include \"echosounder.fullname\" .)";

  private static final String ANSWER = "dict \"spec\" (default dict .Values.global)";

  private static final String RELEASE = "sonar";
  private static final String NAMESPACE = "sea";
  private static final Map<String, List<Manifest>> RENDERED = new ConcurrentHashMap<>();
  private static final Path VISIBLE = copyWithHooksAndNotesVisible();

  private Chart() {}

  static List<Manifest> render(String values) {
    return render(NEWEST, values);
  }

  /** What an install with these values, as YAML, would send to a server of this version. */
  static List<Manifest> render(String kubernetes, String values) {
    return RENDERED.computeIfAbsent(
        kubernetes + "\n" + values, key -> manifests(text(kubernetes, values)));
  }

  /** The same, as the text that Helm makes. */
  static String text(String kubernetes, String values) {
    return template(RELEASE, NAMESPACE, kubernetes, values);
  }

  /** The same for a release of another name, in a namespace of another. */
  static List<Manifest> renderAs(String release, String namespace, String values) {
    return manifests(template(release, namespace, NEWEST, values));
  }

  /** The values under {@code ci/}; empty for the defaults. */
  static String valueSet(String name) {
    if (name.equals("default")) {
      return "";
    }
    return read(SOURCE.resolve("ci/" + name + "-values.yaml"));
  }

  static JsonNode defaults() {
    try {
      return YAML.readTree(read(SOURCE.resolve("values.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What Helm says when it refuses the values. */
  static String refusal(String values) {
    return refusal(NEWEST, values);
  }

  static String refusal(String kubernetes, String values) {
    return refusalAs(RELEASE, kubernetes, values);
  }

  static String refusalAs(String release, String kubernetes, String values) {
    String rendered;
    try {
      rendered = template(release, NAMESPACE, kubernetes, values);
    } catch (RuntimeException refused) {
      return String.valueOf(refused.getMessage());
    }
    throw new AssertionError("Helm accepted:\n" + values + "\nand rendered:\n" + rendered);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String template(
      String release, String namespace, String kubernetes, String values) {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(file, values);
        return new Helm(VISIBLE)
            .template()
            .withName(release)
            .withNamespace(namespace)
            .withKubeVersion("v" + kubernetes + ".0")
            .withValuesFile(file)
            .call();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Manifest> manifests(String yaml) {
    List<Manifest> found = new ArrayList<>();
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      while (documents.hasNext()) {
        JsonNode document = documents.next();
        if (document.isObject()) {
          found.add(new Manifest(document));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("not YAML: " + yaml, e);
    }
    return List.copyOf(found);
  }

  /**
   * {@code helm template} leaves hooks and notes out. In this copy the hook's annotation has
   * another name, and the notes are also a ConfigMap.
   */
  private static Path copyWithHooksAndNotesVisible() {
    try {
      Path copy = Path.of("target/chart-under-test");
      deleteIfExists(copy);
      try (Stream<Path> files = Files.walk(SOURCE)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path to = copy.resolve(SOURCE.relativize(file));
          Files.createDirectories(to.getParent());
          Files.writeString(to, visible(Files.readString(file)));
        }
      }
      Files.createDirectories(copy.resolve("files"));
      Files.writeString(
          copy.resolve("files/notes.txt"), Files.readString(SOURCE.resolve("templates/NOTES.txt")));
      Files.writeString(
          copy.resolve("templates/notes.yaml"),
          """
          apiVersion: v1
          kind: ConfigMap
          metadata:
            name: notes
            namespace: {{ .Release.Namespace | quote }}
          data:
            notes: {{ tpl (.Files.Get "files/notes.txt") . | quote }}
          """);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String visible(String template) {
    return template.replace("\"helm.sh/hook\"", "\"test/hook\"").replace(LOOKUP, ANSWER);
  }

  /** What an earlier run left would be rendered as well. */
  private static void deleteIfExists(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}

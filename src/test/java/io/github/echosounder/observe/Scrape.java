package io.github.echosounder.observe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text of `/metrics` at one moment. */
public record Scrape(String text) {

  private static final Pattern SAMPLE =
      Pattern.compile("^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)$", Pattern.MULTILINE);
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) (\\S+)$", Pattern.MULTILINE);

  /** One line of it. */
  public record Sample(String name, Map<String, String> labels, double value) {}

  public static Scrape of(URI metrics) throws IOException, InterruptedException {
    return new Scrape(
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
            .body());
  }

  public List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    Matcher line = SAMPLE.matcher(text);
    while (line.find()) {
      Map<String, String> labels = new TreeMap<>();
      Matcher label = LABEL.matcher(line.group(2) == null ? "" : line.group(2));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
      samples.add(new Sample(line.group(1), labels, Double.parseDouble(line.group(3))));
    }
    return samples;
  }

  /** The samples of this service, not those of the JVM it runs on. */
  public List<Sample> own() {
    return samples().stream().filter(sample -> sample.name().startsWith("echosounder_")).toList();
  }

  public Map<String, String> types() {
    Map<String, String> types = new TreeMap<>();
    Matcher line = TYPE.matcher(text);
    while (line.find()) {
      types.put(line.group(1), line.group(2));
    }
    return types;
  }

  public Set<String> series() {
    return own().stream()
        .map(sample -> sample.name() + sample.labels())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** All samples of this name, added up. */
  public double sum(String name) {
    return samples().stream()
        .filter(sample -> sample.name().equals(name))
        .mapToDouble(Sample::value)
        .sum();
  }
}

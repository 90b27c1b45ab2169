package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import io.github.echosounder.Promtool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * The chart on a real cluster: installed, tested, upgraded under load, scaled, drained and
 * uninstalled, in a namespace of its own that enforces the restricted Pod Security Standard.
 *
 * <p>It is skipped without {@code KUBECONFIG} in the environment, and needs kubectl. {@code
 * CHART_IMAGE} names the image, {@code registry/name:tag}, where the cluster can pull it; {@code
 * CHART_NODE} the address of a node, if the first node's own cannot be reached from here.
 */
class LiveClusterIT {

  private static final String RELEASE = "live";
  private static final int CONNECTIONS = 60;

  /** One line of the table at the end. */
  private record Row(String step, LoadDuring.Seen seen) {}

  private interface Step {
    void run() throws Exception;
  }

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  private final String namespace = "echosounder-" + Long.toString(System.nanoTime(), 36);
  private final List<Row> table = new ArrayList<>();

  @Test
  void nobodyLosesAMessageWhileTheChartIsUpgradedScaledAndDrained() throws Exception {
    Path kubeconfig = kubeconfig();
    Promtool.find("kubectl", "kubernetes-client");
    kubectl("create", "namespace", namespace);
    try {
      String restricted = "pod-security.kubernetes.io/enforce=restricted";
      kubectl("label", "namespace", namespace, restricted);
      Release installed =
          new Helm(Chart.SOURCE)
              .install()
              .withName(RELEASE)
              .withNamespace(namespace)
              .withKubeConfig(kubeconfig)
              .withValuesFile(values(Map.of()))
              .waitReady()
              .withTimeout(300)
              .call();
      assertEquals("deployed", installed.getStatus());
      Release tested =
          Helm.test(RELEASE)
              .withNamespace(namespace)
              .withKubeConfig(kubeconfig)
              .withTimeout(120)
              .call();
      assertEquals("deployed", tested.getStatus());
      assertEquals(
          "Succeeded", get("pod/" + RELEASE + "-echosounder-test-service", ".status.phase"));

      underLoad("rollout", () -> upgrade(kubeconfig, Map.of("podAnnotations", "{turn: '2'}")));
      underLoad(
          "scale to 3, then 1",
          () -> {
            upgrade(kubeconfig, Map.of("replicaCount", "3"));
            upgrade(kubeconfig, Map.of("replicaCount", "1"));
          });
      upgrade(kubeconfig, Map.of("replicaCount", "3"));
      upgrade(kubeconfig, Map.of("autoscaling", "{enabled: true}"));
      assertEquals("3", get("deployment/" + RELEASE + "-echosounder", ".spec.replicas"));
      upgrade(kubeconfig, Map.of());
      underLoad("eviction of every pod", this::evictEveryPod);

      Helm.uninstall(RELEASE).withNamespace(namespace).withKubeConfig(kubeconfig).call();
      // The Pod of the test stays for its logs, as the README says.
      assertEquals(
          "pod/" + RELEASE + "-echosounder-test-service",
          kubectl("get", "all", "--namespace", namespace, "--output", "name").strip(),
          "what an uninstall leaves");
    } finally {
      kubectl("delete", "namespace", namespace, "--wait=false");
      print();
    }
    for (Row row : table) {
      assertTrue(row.seen().count("sent") > 0, row.step());
      assertEquals(List.of(), row.seen().faults(), row.step() + "\n" + row.seen().report());
    }
  }

  private void underLoad(String step, Step change) throws Exception {
    LoadDuring load = LoadDuring.start(address(), CONNECTIONS);
    try {
      await("all clients connected", metric -> metric >= CONNECTIONS);
      change.run();
    } finally {
      table.add(new Row(step, load.end()));
    }
  }

  private void upgrade(Path kubeconfig, Map<String, String> changes) throws IOException {
    new Helm(Chart.SOURCE)
        .upgrade()
        .withName(RELEASE)
        .withNamespace(namespace)
        .withKubeConfig(kubeconfig)
        .withValuesFile(values(changes))
        .waitReady()
        .withTimeout(300)
        .call();
    String deployment = "deployment/" + RELEASE + "-echosounder";
    kubectl("rollout", "status", deployment, "--namespace", namespace, "--timeout=300s");
    awaitThatNoPodIsLeaving();
  }

  /** As a node's drain does, but without taking the node from anybody else. */
  private void evictEveryPod() throws IOException {
    for (String pod : pods()) {
      Path eviction = directory.resolve("eviction.json");
      Files.writeString(
          eviction,
          """
          {"apiVersion": "policy/v1", "kind": "Eviction",
           "metadata": {"name": "%s", "namespace": "%s"}}
          """
              .formatted(pod, namespace));
      String path = "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/eviction";
      kubectl("create", "--raw", path, "--filename", eviction.toString());
      kubectl("wait", "--for=delete", "pod/" + pod, "--namespace", namespace, "--timeout=120s");
      String deployment = "deployment/" + RELEASE + "-echosounder";
      String available = "--for=condition=Available";
      kubectl("wait", available, deployment, "--namespace", namespace, "--timeout=120s");
      kubectl("rollout", "status", deployment, "--namespace", namespace, "--timeout=120s");
    }
  }

  private void awaitThatNoPodIsLeaving() throws IOException {
    JsonNode pods = json("get", "pods", "--namespace", namespace, "--selector", selector());
    for (JsonNode pod : pods.path("items")) {
      if (pod.at("/metadata/deletionTimestamp").isTextual()) {
        String name = "pod/" + pod.at("/metadata/name").asText();
        kubectl("wait", "--for=delete", name, "--namespace", namespace, "--timeout=120s");
      }
    }
  }

  /** What all pods say together of their open connections. */
  private void await(String what, LongPredicate holds) throws Exception {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!holds.test(sum(LiveClusterIT::connections))) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(what + " was awaited in vain");
      }
      Thread.sleep(500);
    }
  }

  private long sum(ToLongFunction<String> value) throws IOException {
    long sum = 0;
    for (String pod : pods()) {
      String path = "/api/v1/namespaces/" + namespace + "/pods/" + pod + ":10083/proxy/metrics";
      sum += value.applyAsLong(kubectl("get", "--raw", path));
    }
    return sum;
  }

  private static long connections(String metrics) {
    return metrics
        .lines()
        .filter(line -> line.startsWith("echosounder_connections_open"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private List<String> pods() throws IOException {
    JsonNode pods = json("get", "pods", "--namespace", namespace, "--selector", selector());
    return Manifest.list(pods.path("items")).stream()
        .map(pod -> pod.at("/metadata/name").asText())
        .toList();
  }

  private static String selector() {
    return "app.kubernetes.io/name=echosounder,app.kubernetes.io/instance=" + RELEASE;
  }

  private String address() throws IOException {
    String service = "service/" + RELEASE + "-echosounder";
    String port = get(service, ".spec.ports[?(@.name==\"ws\")].nodePort");
    String given = System.getenv("CHART_NODE");
    if (given != null) {
      return given + ":" + port;
    }
    JsonNode addresses = json("get", "nodes").at("/items/0/status/addresses");
    for (JsonNode address : addresses) {
      if (address.path("type").asText().equals("InternalIP")) {
        return address.path("address").asText() + ":" + port;
      }
    }
    throw new AssertionError("no node has an address: " + addresses);
  }

  private Path values(Map<String, String> changes) throws IOException {
    StringBuilder values =
        new StringBuilder(
            """
            service: {type: NodePort}
            rollout: {minReadySeconds: 2}
            config: {drain: {routingGrace: 3s, window: 8s}}
            """);
    String image = System.getenv("CHART_IMAGE");
    if (image != null) {
      int colon = image.lastIndexOf(':');
      values.append(
          "image: {repository: '%s', tag: '%s'}\n"
              .formatted(image.substring(0, colon), image.substring(colon + 1)));
    }
    changes.forEach((key, value) -> values.append(key).append(": ").append(value).append('\n'));
    return Files.writeString(Files.createTempFile(directory, "values", ".yaml"), values);
  }

  private String get(String object, String path) throws IOException {
    String output = "jsonpath={" + path + "}";
    return kubectl("get", object, "--namespace", namespace, "--output", output).strip();
  }

  private static JsonNode json(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--output", "json"));
    return Chart.YAML.readTree(kubectl(all.toArray(String[]::new)));
  }

  private static String kubectl(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.onExit().join().exitValue(), () -> command + ": " + output);
    return output;
  }

  private static Path kubeconfig() {
    return Optional.ofNullable(System.getenv("KUBECONFIG"))
        .map(Path::of)
        .filter(Files::isRegularFile)
        .orElseThrow(() -> {
          String skipped = "skipped: no cluster; set KUBECONFIG to a file to try the chart on one";
          System.err.println(skipped);
          return new TestAbortedException(skipped);
        });
  }

  private void print() {
    System.out.println(
        "| step | messages | lost | duplicated | sent again | closes by code | longest gap |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (Row row : table) {
      LoadDuring.Seen seen = row.seen();
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %d | %d | %d | %s | %d ms |%n",
          row.step(),
          seen.count("sent"),
          seen.count("lost"),
          seen.count("duplicated"),
          seen.count("sentAgain"),
          seen.closes(),
          seen.longestGapMillis());
    }
  }
}

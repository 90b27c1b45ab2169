package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that cannot work are refused before anything is sent to the cluster. */
class GuardsTest {

  static Stream<Arguments> contradictions() {
    String route = "httpRoute: {enabled: true, parentRefs: [{name: edge, namespace: elsewhere}]";
    return Stream.of(
        Arguments.of("ingress: {enabled: true}", "name at least one host"),
        Arguments.of("httpRoute: {enabled: true}", "name the Gateway to attach to"),
        Arguments.of(route + ", clientTrafficPolicy: true}", "set httpRoute.preset"),
        Arguments.of(
            route + ", preset: envoy-gateway, clientTrafficPolicy: true}",
            "make the policy there by hand"),
        Arguments.of("service: {ws: {port: 80}}", "a Service cannot have a port twice"),
        Arguments.of("service: {ws: {nodePort: 30083}}", "set service.type to NodePort"),
        Arguments.of(
            "{ingress: {enabled: true, hosts: [a.example], preset: aws}, proxyIdleTimeout: 2h}",
            "set it to at most 4000s"),
        Arguments.of(
            "{ingress: {enabled: true, hosts: [a.example], preset: nginx}, proxyIdleTimeout: 0s}",
            "set it to at least 1s"),
        Arguments.of(
            "{httpRoute: {enabled: true, parentRefs: [{name: edge}], preset: envoy-gateway},"
                + " proxyIdleTimeout: 360000s}",
            "such as 100h"),
        Arguments.of(
            "{ingress: {enabled: true, hosts: [a.example], preset: aws},"
                + " config: {drain: {window: 1h}}}",
            "lower config.drain.window"),
        Arguments.of(
            "{httpRoute: {enabled: true, parentRefs: [{name: edge}], preset: gke},"
                + " config: {drain: {window: 1h}}}",
            "lower config.drain.window"),
        Arguments.of("rollout: {maxSurge: 0}", "set rollout.maxSurge to at least 1"),
        Arguments.of("rollout: {maxSurge: 0%, maxUnavailable: 0%}", "set rollout.maxSurge"),
        Arguments.of("rollout: {minReadySeconds: 600}", "raise it"),
        Arguments.of("podDisruptionBudget: {maxUnavailable: 0}", "set it to at least 1"),
        Arguments.of("termination: {gracePeriodSeconds: 30}", "leave it out to have it computed"),
        Arguments.of(
            "{autoscaling: {enabled: true}, keda: {enabled: true, serverAddress: 'http://p'}}",
            "choose one"),
        Arguments.of("autoscaling: {enabled: true, minReplicas: 11}", "raise the latter"),
        Arguments.of("autoscaling: {enabled: true, cpuUtilization: 0}", "nothing to scale by"),
        Arguments.of(
            "{autoscaling: {enabled: true}, resources: {requests: null}}",
            "set autoscaling.cpuUtilization to 0"),
        Arguments.of("autoscaling: {enabled: true, connections: 10000}", "aim at about two thirds"),
        Arguments.of("keda: {enabled: true}", "name the address of Prometheus"),
        Arguments.of(
            "keda: {enabled: true, serverAddress: 'http://p', connections: 20000}",
            "aim at about two thirds"),
        Arguments.of("config: {maxHeldMemory: 342M}", "raise the limit to three times"),
        Arguments.of("resources: {limits: {memory: 767Mi}}", "raise the limit to three times"),
        Arguments.of("resources: {limits: {memory: 0.8G}}", "raise the limit to three times"),
        Arguments.of("config: {maxMessageSize: 1G}", "raise maxHeldMemory"),
        Arguments.of("config: {maxFrameSize: 300M}", "lower maxFrameSize"),
        Arguments.of(
            "{serviceMonitor: {enabled: true}, podMonitor: {enabled: true}}", "counted twice"),
        Arguments.of("tracing: {enabled: true}", "name the collector"),
        Arguments.of(
            "{tracing: {enabled: true, endpoint: 'http://c'}, networkPolicy: {enabled: true}}",
            "allow the collector there"),
        Arguments.of("probe: {enabled: true}", "name the blackbox exporter"),
        Arguments.of("probe: {enabled: true, proberUrl: 'b:9115'}", "name at least one URL"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void aContradictionIsRefusedWithASentenceThatSaysWhatToDo(String values, String sentence) {
    String refusal = Chart.refusal(values);
    assertTrue(refusal.contains(sentence), refusal);
  }

  @Test
  void everyGuardOfTheChartIsTested() {
    long guards =
        Chart.read(Chart.SOURCE.resolve("templates/guards.yaml"))
            .lines()
            .filter(line -> line.startsWith("{{- fail"))
            .count();
    long tested =
        contradictions().map(row -> Chart.refusal((String) row.get()[0])).distinct().count();
    assertTrue(tested >= guards, tested + " refusals for " + guards + " guards");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("replicaCounts: 2", "replicaCounts"),
        Arguments.of("config: {maxConnection: 5}", "maxConnection"),
        Arguments.of("config: {maxConnections: '5'}", "maxConnections"),
        Arguments.of("config: {maxConnections: 0}", "maxConnections"),
        Arguments.of("config: {idleTimeout: 5}", "idleTimeout"),
        Arguments.of("config: {idleTimeout: 5 minutes}", "idleTimeout"),
        Arguments.of("config: {maxMessageSize: 16MiB}", "maxMessageSize"),
        Arguments.of("config: {allowedOrigins: [example.com]}", "allowedOrigins"),
        Arguments.of("config: {compressionLevel: 10}", "compressionLevel"),
        Arguments.of("config: {drain: {closeCode: 1000}}", "closeCode"),
        Arguments.of("config: {drain: {window: 20}}", "window"),
        Arguments.of("ingress: {preset: apache}", "preset"),
        Arguments.of("prometheusRule: {alerts: {pingRoundTrip: {treshold: 2}}}", "treshold"),
        Arguments.of("termination: {marginSeconds: 0}", "marginSeconds"),
        Arguments.of("tracing: {endpoint: 'collector:4317'}", "endpoint"),
        Arguments.of("tracing: {protocol: http}", "protocol"),
        Arguments.of("image: {digest: latest}", "digest"),
        Arguments.of("resources: {limits: {memory: null}}", "limits"),
        Arguments.of("service: {type: Cluster}", "type"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsRefusedByTheSchemaWithTheNameOfTheValue(String values, String name) {
    String refusal = Chart.refusal(values);
    assertTrue(refusal.contains("schema") && refusal.contains(name), refusal);
  }
}

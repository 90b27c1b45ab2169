package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that cannot work are refused before anything is sent to the cluster. */
class GuardsTest {

  static Stream<Arguments> contradictions() {
    return Stream.of(
        Arguments.of("ingress: {enabled: true}", "name at least one host"),
        Arguments.of("httpRoute: {enabled: true}", "name the Gateway to attach to"),
        Arguments.of("service: {ws: {port: 80}}", "a Service cannot have a port twice"),
        Arguments.of("rollout: {maxSurge: 0}", "set rollout.maxSurge to at least 1"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void aContradictionIsRefusedWithASentenceThatSaysWhatToDo(String values, String sentence) {
    String refusal = Chart.refusal(values);
    assertTrue(refusal.contains(sentence), refusal);
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

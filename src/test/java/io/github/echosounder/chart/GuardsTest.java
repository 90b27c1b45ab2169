package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
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
        Arguments.of("fullnameOverride: 1a", "set fullnameOverride to one"),
        Arguments.of(
            "commonLabels: {app.kubernetes.io/instance: other}",
            "commonLabels sets app.kubernetes.io/instance"),
        Arguments.of(
            "podLabels: {app.kubernetes.io/name: other}", "podLabels sets app.kubernetes.io/name"),
        Arguments.of(
            "extraEnv: [{name: ECHOSOUNDER_MAX_CONNECTIONS, value: '5'}]",
            "extraEnv sets ECHOSOUNDER_MAX_CONNECTIONS, which is set already"),
        Arguments.of(
            "extraEnv: [{name: QUARKUS_HTTP_PORT, value: '80'}]",
            "extraEnv sets QUARKUS_HTTP_PORT"),
        Arguments.of(
            "extraEnv: [{name: A, value: '1'}, {name: A, value: '2'}]", "name no variable twice"),
        Arguments.of("extraVolumes: [{name: tmp, emptyDir: {}}]", "give it another name"),
        Arguments.of(
            "{extraVolumes: [{name: a, emptyDir: {}}],"
                + " extraVolumeMounts: [{name: a, mountPath: /tmp}]}",
            "choose another path"),
        Arguments.of(
            "extraVolumeMounts: [{name: a, mountPath: /a}]", "which extraVolumes does not have"),
        Arguments.of("topologySpread: [{topologyKey: a}, {topologyKey: a}]", "leave one out"),
        Arguments.of("config: {allowedOrigins: []}", "name the origins that may connect"),
        Arguments.of("config: {allowedOrigins: null}", "name the origins that may connect"),
        Arguments.of(
            "service: {type: NodePort, http: {nodePort: 30080}, ws: {nodePort: 30080}}",
            "a node cannot have a port twice"),
        Arguments.of("service: {externalTrafficPolicy: Local}", "to NodePort or LoadBalancer"),
        Arguments.of("service: {type: NodePort, loadBalancerClass: a}", "to LoadBalancer"),
        Arguments.of("service: {loadBalancerSourceRanges: [10.0.0.0/8]}", "to LoadBalancer"),
        Arguments.of("ingress: {path: /echo/}", "with none at the end, such as /echo"),
        Arguments.of(
            "ingress: {enabled: true, preset: gke, path: /echo, hosts: [a.example]}",
            "set ingress.path to /"),
        Arguments.of(
            "ingress: {enabled: true, preset: aws, path: /echo, pathType: Exact, hosts: [a.example]}",
            "set ingress.pathType to Prefix"),
        Arguments.of("resources: {requests: {memory: 2Gi}}", "lower the first"),
        Arguments.of("probe: {enabled: true, scrapeTimeout: 1m}", "which Prometheus refuses"),
        Arguments.of(
            "prometheusRule: {alertLabels: {severity: page}}",
            "set prometheusRule.alerts.NAME.severity"),
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
        Arguments.of(
            "verdicts: {redis: {passwordSecret: {name: a}}}", "verdicts.redis.url is empty"),
        Arguments.of(
            "{verdicts: {redis: {url: 'redis://a'}}, config: {verdicts: {redisKeep: 59s}}}",
            "set it to at least 1m"),
        Arguments.of(
            "{verdicts: {redis: {url: 'redis://a'}}, networkPolicy: {enabled: true}}",
            "allow the Redis there"),
        Arguments.of(
            "{verdicts: {identity: true},"
                + " extraEnv: [{name: ECHOSOUNDER_VERDICTS_POD, value: a}]}",
            "extraEnv sets ECHOSOUNDER_VERDICTS_POD"),
        Arguments.of("load: {arguments: [--json]}", "which the Job always gives"),
        Arguments.of("check: {arguments: [--idle 2m]}", "such as [--idle, 2m]"),
        Arguments.of("check: {arguments: [--idel, 2m]}", "which is no option of check"),
        Arguments.of("helmTest: {arguments: ['ws://a/ws']}", "which is no option of check"),
        Arguments.of("load: {arguments: [--quick]}", "which is no option of load: it has --cacert"),
        Arguments.of("check: {arguments: [--quick=true]}", "--quick takes no value"),
        Arguments.of("check: {arguments: [--quick, --via]}", "ends with --via, which a value"),
        Arguments.of("check: {arguments: [--idle, 120]}", "write a whole number with ms"),
        Arguments.of("load: {arguments: [--duration=1 h]}", "write a whole number with ms"),
        Arguments.of("check: {arguments: [--idle=10m]}", "check.deadlineSeconds is 600"),
        Arguments.of(
            "{load: {arguments: [--duration, 1m], deadlineSeconds: 60}}",
            "raise it, or lower --duration"),
        Arguments.of(
            "{check: {enabled: true}, prometheusRule: {enabled: true,"
                + " alerts: {checkFailing: {for: 10m}}}}",
            "until then looks like one that failed"),
        Arguments.of(
            "check: {resources: {requests: {memory: 1Gi}}}",
            "check.resources.requests.memory (1Gi) is more"),
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
            .filter(line -> line.strip().startsWith("{{- fail"))
            .count();
    long tested =
        contradictions()
            .map(row -> Chart.refusal((String) row.get()[0]))
            .map(refusal -> refusal.replaceFirst("(?s).*guards.yaml:(\\d+).*", "$1"))
            .distinct()
            .count();
    // That of an older Kubernetes is below.
    assertEquals(guards - 1, tested);
  }

  @ParameterizedTest
  @CsvSource({
    "1.30, PreferClose, leave it out.",
    "1.33, PreferSameZone, or use PreferClose",
    "1.33, PreferSameNode, or use PreferClose"
  })
  void aDistributionThatAnOlderKubernetesDoesNotKnowIsRefused(
      String kubernetes, String distribution, String sentence) {
    String values = "service: {trafficDistribution: " + distribution + "}";
    String refusal = Chart.refusal(kubernetes, values);
    assertTrue(refusal.contains(sentence), refusal);
    Chart.render("1.34", values).forEach(KubernetesTypes::accept);
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
        Arguments.of("verdicts: {redis: {url: 'redis:6379'}}", "url"),
        Arguments.of("verdicts: {redis: {url: 'redis://:secret@redis'}}", "url"),
        Arguments.of("verdicts: {redis: {passwordSecret: secret}}", "passwordSecret"),
        Arguments.of("config: {verdicts: {keep: -1}}", "keep"),
        Arguments.of("image: {digest: latest}", "digest"),
        Arguments.of("resources: {limits: {memory: null}}", "limits"),
        Arguments.of("service: {type: Cluster}", "type"),
        Arguments.of("helmTest: {route: {urls: ['https://a.example']}}", "urls"),
        Arguments.of("helmTest: {deadlineSeconds: 0}", "deadlineSeconds"),
        Arguments.of("check: {schedule: hourly}", "schedule"),
        Arguments.of("check: {schedule: '* * * *'}", "schedule"),
        Arguments.of("check: {timeZone: 'UTC +1'}", "timeZone"),
        Arguments.of("check: {targets: [echo.example.com]}", "targets"),
        Arguments.of("check: {targets: ['ws://a b/ws']}", "targets"),
        Arguments.of("check: {arguments: --quick}", "arguments"),
        Arguments.of("check: {arguments: [--idle, 1.5]}", "arguments"),
        Arguments.of("check: {arguments: [true]}", "arguments"),
        Arguments.of("check: {history: {failed: -1}}", "failed"),
        Arguments.of("check: {resources: {limits: {memory: null}}}", "memory"),
        Arguments.of("load: {target: 'http://a.example/ws'}", "target"),
        Arguments.of("load: {pods: 0}", "pods"),
        Arguments.of("load: {pods: 1001}", "pods"),
        Arguments.of("load: {run: 2}", "run"),
        Arguments.of("load: {parallelism: 2}", "parallelism"),
        // What Kubernetes itself would refuse, or worse, would not see.
        Arguments.of("resources: null", "resources"),
        Arguments.of("resources: {limit: {memory: 1Gi}}", "limit"),
        Arguments.of("probes: {liveness: {periodSecond: 5}}", "periodSecond"),
        Arguments.of("probes: {liveness: {successThreshold: 2}}", "successThreshold"),
        Arguments.of("podSecurityContext: {runAsUsers: 1}", "runAsUsers"),
        Arguments.of("podSecurityContext: {seccompProfile: {type: Default}}", "seccompProfile"),
        Arguments.of("securityContext: {capabilities: {drops: [ALL]}}", "drops"),
        Arguments.of("affinity: {nodeAfinity: {}}", "nodeAfinity"),
        Arguments.of(
            "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
                + " {nodeSelectorTerm: []}}}",
            "nodeSelectorTerm"),
        Arguments.of("tolerations: [{key: a, operator: Exist}]", "operator"),
        Arguments.of("tolerations: [{keys: a}]", "keys"),
        Arguments.of("extraVolumes: [{name: a, configmap: {name: a}}]", "configmap"),
        Arguments.of("extraVolumes: [{name: a, configMap: {name: a, items: [{key: a}]}}]", "path"),
        Arguments.of("extraVolumeMounts: [{name: a, mountpath: /a}]", "mountpath"),
        Arguments.of("extraEnv: [{name: a, value: 1}]", "value"),
        Arguments.of("extraEnv: [{name: a, valuefrom: {}}]", "valuefrom"),
        Arguments.of("extraEnvFrom: [{secret: {name: a}}]", "secret"),
        Arguments.of("imagePullSecrets: [a]", "imagePullSecrets"),
        Arguments.of("autoscaling: {behavior: {scaleDown: {policies: [{type: Pod}]}}}", "type"),
        Arguments.of("ingress: {tls: [{secret: a}]}", "secret"),
        Arguments.of("ingress: {hosts: [Echo.example.com]}", "hosts"),
        Arguments.of("ingress: {className: Nginx}", "className"),
        Arguments.of("httpRoute: {parentRefs: [{nam: edge}]}", "nam"),
        Arguments.of("httpRoute: {preset: traefik}", "preset"),
        Arguments.of("networkPolicy: {from: [{podselector: {}}]}", "podselector"),
        Arguments.of("serviceMonitor: {relabelings: [{action: drops}]}", "action"),
        Arguments.of("keda: {extraTriggers: [{type: cpu, metadata: {value: 70}}]}", "value"),
        Arguments.of("commonLabels: {year: 2026}", "year"),
        Arguments.of("podLabels: {a: -b}", "podLabels"),
        Arguments.of("podAnnotations: {a: true}", "podAnnotations"),
        Arguments.of("service: {ipFamilyPolicy: Dual}", "ipFamilyPolicy"),
        Arguments.of("service: {loadBalancerSourceRanges: [everywhere]}", "Ranges"),
        Arguments.of("fullnameOverride: 123", "fullnameOverride"),
        Arguments.of("image: {tag: 2026}", "tag"),
        Arguments.of("serviceAccount: {name: Echo}", "name"),
        Arguments.of("priorityClassName: High", "priorityClassName"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsRefusedByTheSchemaWithTheNameOfTheValue(String values, String name) {
    String refusal = Chart.refusal(values);
    assertTrue(refusal.contains("schema") && refusal.contains(name), refusal);
  }
}

package io.github.echosounder.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** The restricted Pod Security Standard, and what this chart promises beyond it. */
final class PodSecurity {

  private static final Set<String> VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "persistentVolumeClaim",
          "projected",
          "secret");

  private PodSecurity() {}

  static void assertRestricted(String of, JsonNode pod) {
    for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
      assertFalse(pod.path(shared).asBoolean(), of + " has " + shared);
    }
    assertEquals("RuntimeDefault", pod.at("/securityContext/seccompProfile/type").asText(), of);
    assertTrue(pod.at("/securityContext/runAsNonRoot").asBoolean(), of);
    assertTrue(pod.at("/securityContext/runAsUser").asInt() > 0, of);
    for (JsonNode volume : pod.path("volumes")) {
      Set<String> kinds = new java.util.HashSet<>(Manifest.fields(volume).keySet());
      kinds.remove("name");
      assertTrue(VOLUMES.containsAll(kinds), of + " mounts " + volume);
    }
    JsonNode containers = pod.path("containers");
    assertFalse(containers.isEmpty(), of);
    for (JsonNode container : containers) {
      JsonNode context = container.path("securityContext");
      assertFalse(context.path("allowPrivilegeEscalation").asBoolean(true), of);
      assertFalse(context.path("privileged").asBoolean(), of);
      assertEquals(List.of("ALL"), Manifest.strings(context.at("/capabilities/drop")), of);
      assertTrue(context.at("/capabilities/add").isMissingNode(), of);
      for (JsonNode port : container.path("ports")) {
        assertFalse(port.has("hostPort"), of);
      }
      // Beyond the standard.
      assertTrue(context.path("readOnlyRootFilesystem").asBoolean(), of);
      assertTrue(container.at("/resources/limits").has("memory"), of + " has no memory limit");
    }
    assertFalse(pod.path("automountServiceAccountToken").asBoolean(true), of);
    assertFalse(pod.path("enableServiceLinks").asBoolean(true), of);
  }
}

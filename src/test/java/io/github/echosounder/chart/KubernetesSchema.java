package io.github.echosounder.chart;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.annotations.SerializedName;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** JSON Schema of Kubernetes' own types, read from the classes of its Java client. */
final class KubernetesSchema {

  static final String PREFIX = "kubernetes.";

  private static final String REFERENCE = "#/definitions/" + PREFIX;

  /** The classes know of no fixed words. */
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "Toleration.operator", List.of("Exists", "Equal"),
          "Toleration.effect", List.of("NoSchedule", "PreferNoSchedule", "NoExecute"),
          "NodeSelectorRequirement.operator",
              List.of("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"),
          "LabelSelectorRequirement.operator", List.of("In", "NotIn", "Exists", "DoesNotExist"),
          "SeccompProfile.type", List.of("RuntimeDefault", "Localhost", "Unconfined"),
          "HPAScalingPolicy.type", List.of("Pods", "Percent"),
          "HPAScalingRules.selectPolicy", List.of("Max", "Min", "Disabled"),
          "NetworkPolicyPort.protocol", List.of("TCP", "UDP", "SCTP"),
          "VolumeMount.mountPropagation", List.of("None", "HostToContainer", "Bidirectional"));

  private KubernetesSchema() {}

  /** The definitions that these references name, and those that they need in turn. */
  static ObjectNode definitions(Collection<String> references) {
    Map<String, ObjectNode> found = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>();
    references.stream()
        .filter(reference -> reference.startsWith(REFERENCE))
        .map(reference -> reference.substring(REFERENCE.length()))
        .forEach(open::add);
    while (!open.isEmpty()) {
      String name = open.remove();
      if (!found.containsKey(name)) {
        ObjectNode definition = definition(name);
        found.put(name, definition);
        definition
            .findValuesAsText("$ref")
            .forEach(reference -> open.add(reference.substring(REFERENCE.length())));
      }
    }
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    found.forEach((name, definition) -> all.set(PREFIX + name, definition));
    return all;
  }

  private static ObjectNode definition(String name) {
    try {
      Class<?> type = classOf(name);
      ObjectNode schema = JsonNodeFactory.instance.objectNode();
      schema.put("type", "object").put("additionalProperties", false);
      Set<?> required = new TreeSet<>((Set<?>) type.getField("openapiRequiredFields").get(null));
      if (!required.isEmpty()) {
        required.forEach(field -> schema.withArray("required").add((String) field));
      }
      ObjectNode properties = schema.putObject("properties");
      for (Field field : type.getDeclaredFields()) {
        SerializedName serialized = field.getAnnotation(SerializedName.class);
        if (serialized != null) {
          ObjectNode property = schemaOf(field.getGenericType());
          WORDS
              .getOrDefault(name + "." + serialized.value(), List.of())
              .forEach(word -> property.withArray("enum").add(word));
          properties.set(serialized.value(), property);
        }
      }
      return schema;
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  private static Class<?> classOf(String name) throws ClassNotFoundException {
    for (String version : List.of("V1", "V2", "")) {
      try {
        return Class.forName("io.kubernetes.client.openapi.models." + version + name);
      } catch (ClassNotFoundException isOfAnotherVersion) {
        // The next one, then.
      }
    }
    throw new ClassNotFoundException(name);
  }

  private static ObjectNode schemaOf(Type type) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    if (type instanceof ParameterizedType generic) {
      boolean isList = List.class.isAssignableFrom((Class<?>) generic.getRawType());
      Type[] of = generic.getActualTypeArguments();
      schema.put("type", isList ? "array" : "object");
      schema.set(isList ? "items" : "additionalProperties", schemaOf(of[of.length - 1]));
    } else if (type == IntOrString.class) {
      schema.putArray("type").add("integer").add("string");
    } else if (type == Quantity.class) {
      schema.putArray("type").add("string").add("number");
    } else if (type == Boolean.class) {
      schema.put("type", "boolean");
    } else if (type == Integer.class || type == Long.class) {
      schema.put("type", "integer");
    } else if (type == V1ObjectMeta.class) {
      schema.put("type", "object");
    } else if (type.getTypeName().startsWith("io.kubernetes.client.openapi.models.")) {
      schema.put("$ref", REFERENCE + ((Class<?>) type).getSimpleName().replaceFirst("^V[12]", ""));
    } else {
      schema.put("type", "string");
    }
    return schema;
  }
}

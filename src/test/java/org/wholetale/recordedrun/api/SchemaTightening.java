package org.wholetale.recordedrun.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the generated schema lacks before an API server takes it as we mean it: rules once each,
 * limits without which the cost of rules cannot be estimated, and what Kubernetes' own types
 * require.
 */
final class SchemaTightening {

  private static final long STRING = 1024;
  private static final long LIST = 64;

  /** As Kubernetes' own generator writes it. */
  private static final String QUANTITY =
      "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$";

  /** Environment variables may hold whole documents. */
  private static final Map<String, Long> LONGER_STRINGS = Map.of("spec.env[].value", 131_071L);

  private static final Map<String, List<String>> REQUIRED =
      Map.ofEntries(
          Map.entry("", List.of("spec")),
          Map.entry("spec.env[]", List.of("name")),
          Map.entry("spec.env[].valueFrom.configMapKeyRef", List.of("key", "name")),
          Map.entry("spec.env[].valueFrom.fieldRef", List.of("fieldPath")),
          Map.entry("spec.env[].valueFrom.secretKeyRef", List.of("key", "name")),
          Map.entry("spec.imagePullSecrets[]", List.of("name")),
          Map.entry("status.conditions[]", List.of("status", "type")));

  private static final Map<String, List<String>> REQUIRED_OF_A_VOLUME =
      Map.ofEntries(
          Map.entry("persistentVolumeClaim", List.of("claimName")),
          Map.entry("nfs", List.of("path", "server")),
          Map.entry("csi", List.of("driver")),
          Map.entry("csi.nodePublishSecretRef", List.of("name")),
          Map.entry("configMap", List.of("name")),
          Map.entry("configMap.items[]", List.of("key", "path")),
          Map.entry("secret", List.of("secretName")),
          Map.entry("secret.items[]", List.of("key", "path")));

  /** What a tale's container has no use for. */
  private static final Set<String> DROPPED =
      Set.of(
          "spec.env[].valueFrom.fileKeyRef",
          "spec.env[].valueFrom.resourceFieldRef",
          "spec.resources.claims");

  private SchemaTightening() {}

  static void apply(JSONSchemaProps root) {
    tighten("", root);
    JSONSchemaProps conditions = property(property(root, "status"), "conditions");
    conditions.setXKubernetesListType("map");
    conditions.setXKubernetesListMapKeys(List.of("type"));
  }

  private static void tighten(String path, JSONSchemaProps schema) {
    once(schema);
    require(path, schema);
    if (path.startsWith("spec")) {
      limit(path, schema);
    }
    if (schema.getProperties() != null) {
      Map<String, JSONSchemaProps> kept = new LinkedHashMap<>();
      schema
          .getProperties()
          .forEach((name, child) -> {
            String childPath = path.isEmpty() ? name : path + "." + name;
            if (!DROPPED.contains(childPath)) {
              tighten(childPath, child);
              kept.put(name, child);
            }
          });
      schema.setProperties(kept);
    }
    if (schema.getItems() != null) {
      tighten(path + "[]", schema.getItems().getSchema());
    }
    if (schema.getAdditionalProperties() != null) {
      tighten(path + "{}", schema.getAdditionalProperties().getSchema());
    }
  }

  /** The generator finds a record component's rules on its field and again on its accessor. */
  private static void once(JSONSchemaProps schema) {
    List<ValidationRule> rules = schema.getXKubernetesValidations();
    schema.setXKubernetesValidations(new ArrayList<>(new LinkedHashSet<>(rules)));
  }

  private static void require(String path, JSONSchemaProps schema) {
    Set<String> required = new TreeSet<>(schema.getRequired());
    required.addAll(REQUIRED.getOrDefault(path, List.of()));
    for (String volume : List.of("spec.workspace.", "spec.data.")) {
      if (path.startsWith(volume)) {
        required.addAll(
            REQUIRED_OF_A_VOLUME.getOrDefault(path.substring(volume.length()), List.of()));
      }
    }
    schema.setRequired(new ArrayList<>(required));
    for (String name : required) {
      JSONSchemaProps child = property(schema, name);
      if ("string".equals(child.getType()) && child.getEnum().isEmpty()) {
        child.setMinLength(1L);
      }
    }
  }

  private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
    return Objects.requireNonNull(schema.getProperties().get(name), name);
  }

  private static void limit(String path, JSONSchemaProps schema) {
    boolean free = schema.getEnum() == null || schema.getEnum().isEmpty();
    if ("string".equals(schema.getType()) && free && schema.getMaxLength() == null) {
      schema.setMaxLength(LONGER_STRINGS.getOrDefault(path, STRING));
    }
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      schema.setPattern(QUANTITY);
    }
    if ("array".equals(schema.getType()) && schema.getMaxItems() == null) {
      schema.setMaxItems(LIST);
    }
    if (schema.getAdditionalProperties() != null && schema.getMaxProperties() == null) {
      schema.setMaxProperties(LIST);
    }
  }
}

package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The CRD as a table for people: {@code docs/crd.md}. */
final class CrdReference {

  private static final String INTRODUCTION =
      """
      # RecordedRun

      Every field of the resource, as the API server checks it. Made from the CRD; `make crds` renews it.
      A field in **bold** is required where the one above it is given.

      """;

  private static final String HEADER =
      "| field | type | default | what it is | rules |\n|---|---|---|---|---|\n";

  private final StringBuilder text = new StringBuilder(INTRODUCTION);

  private CrdReference() {}

  static String of(CustomResourceDefinition crd) {
    JSONSchemaProps root = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    CrdReference reference = new CrdReference();
    root.getProperties()
        .forEach((name, schema) -> {
          reference.text.append("## ").append(name).append("\n\n").append(HEADER);
          reference.row(name, schema, root.getRequired().contains(name));
          reference.text.append('\n');
        });
    reference.text.append("## The resource as a whole\n\n");
    root.getXKubernetesValidations()
        .forEach(rule -> reference.text.append("- ").append(rule.getMessage()).append('\n'));
    return reference.text.toString();
  }

  private void row(String path, JSONSchemaProps schema, boolean required) {
    String field = "`" + path + "`";
    text.append("| ")
        .append(required ? "**" + field + "**" : field)
        .append(" | ")
        .append(type(schema))
        .append(" | ")
        .append(preset(schema.getDefault()))
        .append(" | ")
        .append(cell(Objects.requireNonNullElse(schema.getDescription(), "")))
        .append(" | ")
        .append(rules(schema).stream().map(CrdReference::cell).collect(Collectors.joining("<br>")))
        .append(" |\n");
    schema
        .getProperties()
        .forEach(
            (name, child) -> row(path + "." + name, child, schema.getRequired().contains(name)));
    if (schema.getItems() != null && !schema.getItems().getSchema().getProperties().isEmpty()) {
      JSONSchemaProps items = schema.getItems().getSchema();
      items
          .getProperties()
          .forEach(
              (name, child) -> row(path + "[]." + name, child, items.getRequired().contains(name)));
    }
  }

  private static String type(JSONSchemaProps schema) {
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      return "quantity";
    }
    if (!schema.getEnum().isEmpty()) {
      return schema.getEnum().stream().map(JsonNode::asText).collect(Collectors.joining(", "));
    }
    if (schema.getItems() != null) {
      return "list of " + type(schema.getItems().getSchema());
    }
    if (schema.getAdditionalProperties() != null) {
      return "map to " + type(schema.getAdditionalProperties().getSchema());
    }
    return schema.getType();
  }

  private static String preset(JsonNode preset) {
    return preset == null ? "" : "`" + preset.asText() + "`";
  }

  private static List<String> rules(JSONSchemaProps schema) {
    Set<String> rules = new LinkedHashSet<>();
    limits(schema, rules);
    schema.getXKubernetesValidations().stream().map(ValidationRule::getMessage).forEach(rules::add);
    return new ArrayList<>(rules);
  }

  private static void limits(JSONSchemaProps schema, Set<String> rules) {
    if (schema.getMinimum() != null) {
      rules.add("at least " + schema.getMinimum().longValue());
    }
    if (schema.getMaximum() != null) {
      rules.add("at most " + schema.getMaximum().longValue());
    }
    if (schema.getMaxLength() != null) {
      rules.add("at most " + schema.getMaxLength() + " characters");
    }
    if (schema.getMaxItems() != null) {
      rules.add("at most " + schema.getMaxItems() + " items");
    }
    if (schema.getMaxProperties() != null) {
      rules.add("at most " + schema.getMaxProperties() + " entries");
    }
    if (schema.getPattern() != null && schema.getXKubernetesIntOrString() == null) {
      rules.add("matches `" + schema.getPattern() + "`");
    }
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}

package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionNames;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Admission by a CRD: its schema and its rules. */
record CustomResource(
    ResourceType type,
    JSONSchemaProps schema,
    CelRules rules,
    List<CustomResourceColumnDefinition> columns)
    implements Admission {

  /** The first version that the CRD serves. */
  static CustomResource of(CustomResourceDefinition crd) {
    CustomResourceDefinitionVersion version = crd.getSpec().getVersions().getFirst();
    CustomResourceDefinitionNames names = crd.getSpec().getNames();
    JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
    ResourceType type =
        new ResourceType(
            crd.getSpec().getGroup(),
            version.getName(),
            names.getKind(),
            names.getPlural(),
            crd.getSpec().getScope().equals("Namespaced"),
            version.getSubresources() != null && version.getSubresources().getStatus() != null,
            names.getShortNames());
    return new CustomResource(
        type, schema, CelRules.of(schema), version.getAdditionalPrinterColumns());
  }

  Table table(Clock clock) {
    return new Table(columns, clock);
  }

  @Override
  public List<String> complete(ObjectNode object) {
    List<String> unknown = UnknownFields.prune(schema, object);
    SchemaDefaults.fill(schema, object);
    return unknown;
  }

  @Override
  public List<FieldError> errors(ObjectNode object, @Nullable ObjectNode before) {
    List<FieldError> errors = new ArrayList<>(SchemaValidator.errors(schema, object));
    if (errors.stream().anyMatch(FieldError::blocksRules)) {
      errors.add(
          new FieldError(
              "<nil>",
              FieldError.INVALID,
              "Invalid value: null: some validation rules were not checked because the object was"
                  + " invalid; correct the existing errors to complete validation"));
    } else {
      errors.addAll(rules.broken(object, before));
    }
    return errors;
  }
}

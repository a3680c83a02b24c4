package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code x-kubernetes-validations} of a schema, compiled once, for one place in it and all
 * below. Rules that name {@code oldSelf} hold between two values; they are left out where there was
 * none before, and below lists, whose items have no identity.
 */
record CelRules(
    List<Rule> rules,
    Map<String, CelRules> fields,
    @Nullable CelRules items,
    @Nullable CelRules values) {

  private static final Cel CEL =
      CelFactory.standardCelBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addCompilerLibraries(CelExtensions.strings())
          .addRuntimeLibraries(CelExtensions.strings())
          .addVar("self", SimpleType.DYN)
          .addVar("oldSelf", SimpleType.DYN)
          .build();

  /** One rule, ready to run. */
  record Rule(ValidationRule source, CelRuntime.Program program) {

    boolean comparesWithBefore() {
      return source.getRule().contains("oldSelf");
    }
  }

  static CelRules of(JSONSchemaProps schema) {
    Map<String, CelRules> fields = new LinkedHashMap<>();
    schema.getProperties().forEach((name, child) -> fields.put(name, of(child)));
    return new CelRules(
        schema.getXKubernetesValidations().stream().map(CelRules::compile).toList(),
        fields,
        schema.getItems() == null ? null : of(schema.getItems().getSchema()),
        schema.getAdditionalProperties() == null
            ? null
            : of(schema.getAdditionalProperties().getSchema()));
  }

  /**
   * The rules that a value breaks.
   *
   * @param before the value that it replaces; null where there is none
   */
  List<FieldError> broken(JsonNode value, @Nullable JsonNode before) {
    List<FieldError> errors = new ArrayList<>();
    collect("", value, before, errors);
    return errors;
  }

  private void collect(
      String path, JsonNode value, @Nullable JsonNode before, List<FieldError> errors) {
    for (Rule rule : rules) {
      if (rule.comparesWithBefore() && before == null) {
        continue;
      }
      String problem = problem(rule, value, before);
      if (problem != null) {
        String at =
            path + (rule.source().getFieldPath() == null ? "" : rule.source().getFieldPath());
        String field = at.startsWith(".") ? at.substring(1) : at;
        errors.add(FieldError.invalid(field.isEmpty() ? "<nil>" : field, value, problem));
      }
    }
    value
        .properties()
        .forEach(field -> {
          CelRules below = fields.getOrDefault(field.getKey(), values);
          if (below != null) {
            JsonNode old = before == null ? null : before.get(field.getKey());
            String name = SchemaValidator.below(path, field.getKey());
            below.collect(name, field.getValue(), old, errors);
          }
        });
    if (items != null) {
      for (int i = 0; i < value.size(); i++) {
        items.collect(path + "[" + i + "]", value.get(i), null, errors);
      }
    }
  }

  private static @Nullable String problem(Rule rule, JsonNode value, @Nullable JsonNode before) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("self", plain(value));
    if (before != null) {
      variables.put("oldSelf", plain(before));
    }
    try {
      return Boolean.TRUE.equals(rule.program().eval(variables))
          ? null
          : rule.source().getMessage();
    } catch (CelEvaluationException e) {
      return e.getMessage() + " evaluating rule: " + rule.source().getMessage();
    }
  }

  private static Rule compile(ValidationRule source) {
    try {
      return new Rule(source, CEL.createProgram(CEL.compile(source.getRule()).getAst()));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException(
          "the CRD has a rule that does not compile: "
              + source.getRule()
              + "; mend it in the model",
          e);
    }
  }

  /** JSON as CEL knows it. */
  private static Object plain(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        value.properties().forEach(field -> map.put(field.getKey(), plain(field.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        value.forEach(item -> list.add(plain(item)));
        yield list;
      }
      case STRING -> value.textValue();
      case BOOLEAN -> value.booleanValue();
      case NUMBER ->
          value.isIntegralNumber() ? (Object) value.longValue() : (Object) value.doubleValue();
      default -> dev.cel.common.values.NullValue.NULL_VALUE;
    };
  }
}

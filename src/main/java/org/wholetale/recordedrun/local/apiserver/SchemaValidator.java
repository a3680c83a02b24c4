package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a value is what its structural schema asks for; rules in CEL are another matter. */
final class SchemaValidator {

  private final List<FieldError> errors = new ArrayList<>();

  private SchemaValidator() {}

  static List<FieldError> errors(JSONSchemaProps schema, JsonNode value) {
    SchemaValidator validator = new SchemaValidator();
    validator.check(schema, value, "");
    return validator.errors;
  }

  private void check(JSONSchemaProps schema, JsonNode value, String path) {
    String wanted = schema.getType();
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      if (!value.isIntegralNumber() && !value.isTextual()) {
        wrongType(path, value, "integer,string");
        return;
      }
    } else if (wanted != null && !isA(wanted, value)) {
      wrongType(path, value, wanted);
      return;
    }
    checkEnum(schema, value, path);
    if (value.isTextual()) {
      checkString(schema, value, path);
    } else if (value.isNumber()) {
      checkNumber(schema, value, path);
    } else if (value.isArray()) {
      checkArray(schema, value, path);
    } else if (value.isObject()) {
      checkObject(schema, value, path);
    }
  }

  private void checkEnum(JSONSchemaProps schema, JsonNode value, String path) {
    if (!schema.getEnum().isEmpty() && !schema.getEnum().contains(value)) {
      String supported =
          schema.getEnum().stream().map(JsonNode::toString).collect(Collectors.joining(", "));
      errors.add(
          new FieldError(
              path,
              FieldError.UNSUPPORTED,
              "Unsupported value: " + value + ": supported values: " + supported));
    }
  }

  private void checkString(JSONSchemaProps schema, JsonNode value, String path) {
    String text = value.textValue();
    long length = text.codePointCount(0, text.length());
    if (schema.getMaxLength() != null && length > schema.getMaxLength()) {
      errors.add(
          new FieldError(
              path,
              FieldError.TOO_LONG,
              "Too long: may not be more than " + schema.getMaxLength() + " bytes"));
    }
    if (schema.getMinLength() != null && length < schema.getMinLength()) {
      invalid(path, value, "should be at least " + schema.getMinLength() + " chars long");
    }
    if (schema.getPattern() != null && !Pattern.compile(schema.getPattern()).matcher(text).find()) {
      invalid(path, value, "should match '" + schema.getPattern() + "'");
    }
  }

  private void checkNumber(JSONSchemaProps schema, JsonNode value, String path) {
    Double least = schema.getMinimum();
    if (least != null && value.doubleValue() < least) {
      invalid(path, value, "should be greater than or equal to " + whole(least));
    }
    Double most = schema.getMaximum();
    if (most != null && value.doubleValue() > most) {
      invalid(path, value, "should be less than or equal to " + whole(most));
    }
  }

  private void checkArray(JSONSchemaProps schema, JsonNode value, String path) {
    tooMany(path, value, schema.getMaxItems());
    if (schema.getMinItems() != null && value.size() < schema.getMinItems()) {
      invalid(path, value, "should have at least " + schema.getMinItems() + " items");
    }
    for (int i = 0; i < value.size(); i++) {
      check(schema.getItems().getSchema(), value.get(i), path + "[" + i + "]");
    }
  }

  private void checkObject(JSONSchemaProps schema, JsonNode value, String path) {
    tooMany(path, value, schema.getMaxProperties());
    for (String name : schema.getRequired()) {
      if (!value.has(name)) {
        errors.add(FieldError.required(below(path, name)));
      }
    }
    value.properties().forEach(field -> checkField(schema, path, field.getKey(), field.getValue()));
  }

  private void checkField(JSONSchemaProps schema, String path, String name, JsonNode value) {
    JSONSchemaProps child = schema.getProperties().get(name);
    if (child != null) {
      check(child, value, below(path, name));
    } else if (schema.getAdditionalProperties() != null) {
      check(schema.getAdditionalProperties().getSchema(), value, below(path, name));
    }
  }

  private void tooMany(String path, JsonNode value, @Nullable Long most) {
    if (most != null && value.size() > most) {
      errors.add(
          new FieldError(
              path,
              FieldError.TOO_MANY,
              "Too many: " + value.size() + ": must have at most " + most + " items"));
    }
  }

  private void wrongType(String path, JsonNode value, String wanted) {
    String found = value.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    errors.add(
        new FieldError(
            path,
            FieldError.TYPE,
            "Invalid value: \"%s\": %s in body must be of type %s: \"%s\""
                .formatted(found, path, wanted, found)));
  }

  private void invalid(String path, JsonNode value, String what) {
    errors.add(FieldError.invalid(path, value, path + " in body " + what));
  }

  private static boolean isA(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      default -> throw new IllegalStateException("no such type in a structural schema: " + type);
    };
  }

  private static String whole(double limit) {
    return limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit);
  }

  static String below(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}

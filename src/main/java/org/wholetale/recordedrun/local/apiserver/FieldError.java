package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusCauseBuilder;

/**
 * What is wrong with one field, in Kubernetes' words.
 *
 * @param field the path, such as {@code spec.env[0].name}
 * @param reason Kubernetes' word for the kind of error, such as {@code FieldValueRequired}
 * @param message all that is said of the field, such as {@code Required value}
 */
record FieldError(String field, String reason, String message) {

  static final String REQUIRED = "FieldValueRequired";
  static final String INVALID = "FieldValueInvalid";
  static final String TYPE = "FieldValueTypeInvalid";
  static final String UNSUPPORTED = "FieldValueNotSupported";
  static final String TOO_LONG = "FieldValueTooLong";
  static final String TOO_MANY = "FieldValueTooMany";
  static final String FORBIDDEN = "FieldValueForbidden";

  static FieldError required(String field) {
    return new FieldError(field, REQUIRED, "Required value");
  }

  static FieldError invalid(String field, JsonNode value, String detail) {
    return new FieldError(field, INVALID, "Invalid value: " + shown(value) + ": " + detail);
  }

  /** Whether an API server looks no further, since rules could not even be evaluated. */
  boolean blocksRules() {
    return reason.equals(REQUIRED)
        || reason.equals(TYPE)
        || reason.equals(TOO_LONG)
        || reason.equals(TOO_MANY);
  }

  StatusCause cause() {
    return new StatusCauseBuilder()
        .withField(field)
        .withReason(reason)
        .withMessage(message)
        .build();
  }

  @Override
  public String toString() {
    return field + ": " + message;
  }

  /** The value where it is short; the word for its type otherwise. */
  private static String shown(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "\"object\"";
      case ARRAY -> "\"array\"";
      case STRING -> value.textValue().length() > 200 ? "\"string\"" : value.toString();
      default -> value.toString();
    };
  }
}

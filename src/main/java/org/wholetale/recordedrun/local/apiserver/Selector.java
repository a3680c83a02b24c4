package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Label and field selectors, as in {@code app=x,tier in (a,b),!old}. */
final class Selector {

  private static final String KEY = "\\s*(?<key>[\\w./-]+)\\s*";
  private static final Pattern SET =
      Pattern.compile(KEY + "(?<not>not)?in\\s*\\((?<values>[^)]*)\\)\\s*");
  private static final Pattern EQUAL =
      Pattern.compile(KEY + "(?<operator>!=|==|=)\\s*(?<value>[^,]*?)\\s*");
  private static final Pattern EXISTS = Pattern.compile("\\s*(?<not>!)?" + KEY);
  private static final Pattern COMMA_OUTSIDE_PARENTHESES = Pattern.compile(",(?![^(]*\\))");

  private Selector() {}

  /** Whether an object's labels are what the selector asks for. */
  static Predicate<JsonNode> labels(@Nullable String selector) {
    return parse(selector, (object, key) -> object.path("metadata").path("labels").get(key));
  }

  /** Whether an object's fields, such as {@code status.phase}, are what the selector asks for. */
  static Predicate<JsonNode> fields(@Nullable String selector) {
    return parse(selector, (object, key) -> object.at("/" + key.replace('.', '/')));
  }

  private interface Lookup {
    @Nullable JsonNode find(JsonNode object, String key);
  }

  private static Predicate<JsonNode> parse(@Nullable String selector, Lookup lookup) {
    List<Predicate<JsonNode>> requirements = new ArrayList<>();
    if (selector != null && !selector.isBlank()) {
      for (String part : COMMA_OUTSIDE_PARENTHESES.split(selector, -1)) {
        requirements.add(requirement(part, lookup));
      }
    }
    return object -> requirements.stream().allMatch(requirement -> requirement.test(object));
  }

  private static Predicate<JsonNode> requirement(String part, Lookup lookup) {
    Matcher set = SET.matcher(part);
    if (set.matches()) {
      Set<String> values = Set.of(set.group("values").trim().split("\\s*,\\s*", -1));
      return oneOf(lookup, set.group("key"), values, set.group("not") != null);
    }
    Matcher equal = EQUAL.matcher(part);
    if (equal.matches()) {
      boolean not = equal.group("operator").equals("!=");
      return oneOf(lookup, equal.group("key"), Set.of(equal.group("value")), not);
    }
    Matcher exists = EXISTS.matcher(part);
    if (exists.matches()) {
      String key = exists.group("key");
      boolean wanted = exists.group("not") == null;
      return object -> (text(lookup.find(object, key)) != null) == wanted;
    }
    throw ApiFailure.badRequest("unable to parse requirement: " + part);
  }

  private static Predicate<JsonNode> oneOf(
      Lookup lookup, String key, Set<String> values, boolean not) {
    return object -> {
      String value = text(lookup.find(object, key));
      return (value != null && values.contains(value)) != not;
    };
  }

  private static @Nullable String text(@Nullable JsonNode value) {
    return value == null || value.isMissingNode() ? null : value.asText();
  }
}

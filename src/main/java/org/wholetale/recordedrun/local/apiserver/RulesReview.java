package org.wholetale.recordedrun.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The answer to {@code SelfSubjectRulesReview}: without authentication, everybody may do all. */
final class RulesReview {

  private static final List<String> PATH =
      List.of("apis", "authorization.k8s.io", "v1", "selfsubjectrulesreviews");

  private RulesReview() {}

  static boolean isAt(List<String> path) {
    return path.equals(PATH);
  }

  static ObjectNode answer(JsonNode review) {
    ObjectNode answer =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", "authorization.k8s.io/v1")
            .put("kind", "SelfSubjectRulesReview");
    answer.set("spec", review.path("spec").deepCopy());
    ObjectNode status = answer.putObject("status").put("incomplete", false);
    status.putArray("nonResourceRules");
    ObjectNode everything = status.putArray("resourceRules").addObject();
    List.of("apiGroups", "resources", "verbs").forEach(what -> everything.putArray(what).add("*"));
    return answer;
  }
}

package org.wholetale.recordedrun.e2e.cluster;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One thing that an account may do: a rule with one resource and one verb.
 *
 * @param names of the only objects that it holds for; empty where it holds for all
 */
record Permission(String group, String resource, String verb, List<String> names) {

  /** The single permissions that rules give. */
  static List<Permission> of(List<PolicyRule> rules) {
    return rules.stream().flatMap(Permission::of).toList();
  }

  private static Stream<Permission> of(PolicyRule rule) {
    return rule.getApiGroups().stream()
        .flatMap(group ->
            rule.getResources().stream()
                .flatMap(resource ->
                    rule.getVerbs().stream()
                        .map(verb ->
                            new Permission(group, resource, verb, rule.getResourceNames()))));
  }

  PolicyRule rule() {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resource)
        .withVerbs(verb)
        .withResourceNames(names)
        .build();
  }

  /**
   * What is said where it is missing. The API server does not answer a watch in words, and the
   * operator framework asks beforehand for most of what it does with a Lease.
   */
  Pattern refusal() {
    String answer =
        "cannot %s resource \"%s\" in API group \"%s\"".formatted(verb, resource, group);
    if (resource.equals("leases")) {
      return Pattern.compile("No permission to lease.*verbs: \\[%s]|%s".formatted(verb, answer));
    }
    return Pattern.compile(
        verb.equals("watch") ? "403 .*/%s\\?.*watch=true.*Forbidden".formatted(resource) : answer);
  }

  @Override
  public String toString() {
    return verb + " " + resource;
  }
}

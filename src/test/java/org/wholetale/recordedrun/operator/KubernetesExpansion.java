package org.wholetale.recordedrun.operator;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kubelet makes of a value, every variable being known to it. */
final class KubernetesExpansion {

  static final String EXPANDED = "<expanded>";

  private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\([^)]*\\)");

  private KubernetesExpansion() {}

  static String of(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(found.group().equals("$$") ? "$" : EXPANDED));
  }
}

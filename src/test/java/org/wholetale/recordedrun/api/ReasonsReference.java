package org.wholetale.recordedrun.api;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The words in {@code status.reason} and in the conditions, in Markdown. */
final class ReasonsReference {

  private static final String HEAD =
      """
      # Reasons

      The words of `status.reason`, and of the `reason` of each condition; `status.message` says it of this run. What Kubernetes calls by a word of its own, such as
      `UnexpectedAdmissionError`, keeps that word.

      | reason | what it says |
      |---|---|
      """;

  private ReasonsReference() {}

  static String text() {
    return Arrays.stream(Reason.values())
        .map(reason -> "| `%s` | %s |%n".formatted(reason, reason.meaning()))
        .collect(Collectors.joining("", HEAD, ""));
  }
}

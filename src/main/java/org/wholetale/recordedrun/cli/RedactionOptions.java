package org.wholetale.recordedrun.cli;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.Redaction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which secrets stay out of a record; as {@code spec.recording.redact} in a resource. */
final class RedactionOptions {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--redact-name",
      paramLabel = "NAME",
      description = {
        "A further name, or a part of one, of options and variables whose values are secrets.",
        "Those of TOKEN, PASSWORD, SECRET, KEY, GIRDER and the like are redacted anyway."
      })
  private List<String> names = List.of();

  @Option(
      names = "--redact-value",
      paramLabel = "TEXT",
      description = "A text that is a secret wherever it stands; BEGINNING* for what begins so.")
  private List<String> values = List.of();

  @Option(
      names = "--no-default-redaction",
      description = "Redact no more than the names and values given here.")
  private boolean noDefaults;

  /**
   * What they come to.
   *
   * @throws ParameterException where the resource would be refused
   */
  Redaction toRedaction() {
    for (String name : names) {
      if (!name.matches(Redaction.NAME_PATTERN)) {
        throw refused("--redact-name '" + name + "' does not match " + Redaction.NAME_PATTERN);
      }
    }
    // Not the value itself: it is a secret.
    if (values.stream().anyMatch(value -> value.length() < Redaction.SHORTEST_VALUE)) {
      throw refused(
          "--redact-value takes %d characters or more: a shorter one stands nearly everywhere"
              .formatted(Redaction.SHORTEST_VALUE));
    }
    return new Redaction(!noDefaults, names, values);
  }

  private ParameterException refused(String why) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
  }
}

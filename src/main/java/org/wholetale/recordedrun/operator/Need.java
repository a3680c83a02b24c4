package org.wholetale.recordedrun.operator;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.wholetale.recordedrun.api.Reason;

/**
 * An object without which a run's pod would not start.
 *
 * @param field where the run, or the operator's settings, name it
 * @param keys what it must have, of a Secret or ConfigMap
 */
record Need(String field, NamedObject object, Set<String> keys) {

  /** What is wrong with the object as it was seen; empty where nothing is, or nobody can tell. */
  Optional<Problem> unmet(String namespace, Sighting seen) {
    return switch (seen) {
      case Sighting.Hidden _ -> Optional.empty();
      case Sighting.Absent _ ->
          Optional.of(
              Problem.of(
                  object.kind().missing(),
                  "%s: there is no %s in namespace %s".formatted(field, object, namespace),
                  "create it"));
      case Sighting.Unusable(String why) ->
          Optional.of(
              Problem.of(
                  Reason.ClaimUnusable,
                  "%s: the %s in namespace %s %s".formatted(field, object, namespace, why),
                  "create another in its place"));
      case Sighting.Present present -> withoutKey(namespace, present);
    };
  }

  private Optional<Problem> withoutKey(String namespace, Sighting.Present present) {
    Set<String> missing = new TreeSet<>(keys);
    missing.removeAll(present.keys());
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                object.kind().missing(),
                "%s: the %s in namespace %s has no %s"
                    .formatted(field, object, namespace, String.join(", ", missing)),
                "add it"));
  }
}

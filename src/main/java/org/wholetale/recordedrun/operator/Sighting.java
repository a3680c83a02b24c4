package org.wholetale.recordedrun.operator;

import java.util.Set;

/** What was seen of an object that a run names. */
sealed interface Sighting {

  /** It is there, with those keys; a claim has none. */
  record Present(Set<String> keys, String version) implements Sighting {}

  /**
   * It is there, but a pod that names it would not start.
   *
   * @param why such as "is being deleted"
   */
  record Unusable(String why) implements Sighting {}

  record Absent() implements Sighting {}

  /** The operator may not look. */
  record Hidden() implements Sighting {}
}

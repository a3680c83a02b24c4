package org.wholetale.recordedrun.e2e.truth;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Two runs of one program, held against each other.
 *
 * @param differences a line for each deed that they do not have in common
 * @param met which of the allowed differences occurred in either
 */
record Comparison(List<String> differences, Set<AllowedDifference> met) {

  /**
   * @param allowed in what the runs may differ
   */
  static Comparison of(Set<Deed> recorded, Set<Deed> traced, Set<AllowedDifference> allowed) {
    Set<AllowedDifference> met = EnumSet.noneOf(AllowedDifference.class);
    Map<Deed, Integer> here = told(recorded, allowed, met);
    Map<Deed, Integer> there = told(traced, allowed, met);
    return new Comparison(
        Stream.concat(
                without(here, there).map("the recorder alone, %s"::formatted),
                without(there, here).map("strace alone, %s"::formatted))
            .toList(),
        met);
  }

  /** The deeds in the words that are the same in each run, and how many different ones each was. */
  private static Map<Deed, Integer> told(
      Set<Deed> deeds, Set<AllowedDifference> allowed, Set<AllowedDifference> met) {
    Map<Deed, Integer> told = new TreeMap<>();
    for (Deed deed : deeds) {
      Deed rewritten = deed;
      boolean counted = true;
      for (AllowedDifference difference : EnumSet.allOf(AllowedDifference.class)) {
        Deed next = allowed.contains(difference) ? rewritten.rewritten(difference) : rewritten;
        if (!next.equals(rewritten)) {
          met.add(difference);
          counted &= difference.isCounted();
          rewritten = next;
        }
      }
      told.merge(rewritten, 1, counted ? Integer::sum : Integer::max);
    }
    return told;
  }

  private static Stream<String> without(Map<Deed, Integer> deeds, Map<Deed, Integer> others) {
    return deeds.entrySet().stream()
        .filter(deed -> !deed.getValue().equals(others.get(deed.getKey())))
        .map(deed -> "%d times: %s".formatted(deed.getValue(), deed.getKey()));
  }
}

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
 * @param differences a line for each deed that they do not have in common, or as often
 * @param met which of the allowed differences occurred in either
 */
record Comparison(List<String> differences, Set<AllowedDifference> met) {

  /**
   * @param allowed in what the runs may differ
   */
  static Comparison of(Deeds recorded, Deeds traced, Set<AllowedDifference> allowed) {
    Set<AllowedDifference> met = EnumSet.noneOf(AllowedDifference.class);
    Map<Deed, Integer> here = told(recorded, allowed, met);
    Map<Deed, Integer> there = told(traced, allowed, met);
    return new Comparison(
        Stream.concat(
                without(here, there).map("recorded %s"::formatted),
                without(there, here).map("traced %s"::formatted))
            .toList(),
        met);
  }

  /** The deeds in the words that are the same in each run, and how often each was done. */
  private static Map<Deed, Integer> told(
      Deeds deeds, Set<AllowedDifference> allowed, Set<AllowedDifference> met) {
    Map<Deed, Integer> told = new TreeMap<>();
    List<AllowedDifference> inOrder = allowed.stream().sorted().toList();
    for (Map.Entry<Deed, Integer> done : deeds.times().entrySet()) {
      Deed rewritten = done.getKey();
      boolean counted = true;
      for (AllowedDifference difference : inOrder) {
        Deed next = rewritten.rewritten(difference);
        if (!next.equals(rewritten)) {
          met.add(difference);
          counted &= difference.isCounted();
          rewritten = next;
        }
      }
      told.merge(rewritten, counted ? done.getValue() : 1, counted ? Integer::sum : Integer::max);
    }
    return told;
  }

  private static Stream<String> without(Map<Deed, Integer> deeds, Map<Deed, Integer> others) {
    return deeds.entrySet().stream()
        .filter(deed -> !deed.getValue().equals(others.get(deed.getKey())))
        .map(deed -> "%d times: %s".formatted(deed.getValue(), deed.getKey()));
  }
}

package org.wholetale.recordedrun.provenance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BiFunction;

/**
 * All places from which something may have come to one, or the other way, in the order of time: who
 * has written before it read has written nothing of what it read.
 *
 * @param places each with the last moment at which something there may still have come to the
 *     start; or with the first one at which what was at the start may have been there
 * @param flows by which that may have happened
 */
record Reach(Map<Place, Long> places, List<Flow> flows) {

  private record Reached(Place place, long time) {}

  /** Whence something may have come. */
  static Reach back(Flows flows, Collection<? extends Place> starts) {
    return of(
        starts,
        Flow.EVER,
        Comparator.comparingLong(Reached::time).reversed(),
        (place, time) ->
            flows.into(place).stream()
                .filter(flow -> flow.since() <= time)
                .map(flow -> new Passed(flow, flow.from(), Math.min(time, flow.until())))
                .toList());
  }

  /** Whither something may have gone. */
  static Reach forth(Flows flows, Collection<? extends Place> starts) {
    return of(
        starts,
        Flow.ALWAYS,
        Comparator.comparingLong(Reached::time),
        (place, time) ->
            flows.outOf(place).stream()
                .filter(flow -> flow.until() >= time)
                .map(flow -> new Passed(flow, flow.to(), Math.max(time, flow.since())))
                .toList());
  }

  private record Passed(Flow flow, Place place, long time) {}

  /** The best time comes first, so that each place is left once. */
  private static Reach of(
      Collection<? extends Place> starts,
      long begin,
      Comparator<Reached> best,
      BiFunction<Place, Long, List<Passed>> onward) {
    Map<Place, Long> places = new LinkedHashMap<>();
    List<Flow> flows = new ArrayList<>();
    PriorityQueue<Reached> open = new PriorityQueue<>(best);
    starts.forEach(place -> open.add(new Reached(place, begin)));
    while (!open.isEmpty()) {
      Reached next = open.poll();
      if (places.putIfAbsent(next.place(), next.time()) != null) {
        continue;
      }
      for (Passed passed : onward.apply(next.place(), next.time())) {
        flows.add(passed.flow());
        if (!places.containsKey(passed.place())) {
          open.add(new Reached(passed.place(), passed.time()));
        }
      }
    }
    return new Reach(places, flows);
  }
}

package org.wholetale.recordedrun.runs;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** All runs as they stand, and who looks on. */
final class RunBoard {

  private static final Comparator<RunRow> NEWEST_FIRST =
      Comparator.comparing(RunRow::created)
          .reversed()
          .thenComparing(RunRow::namespace)
          .thenComparing(RunRow::name);

  private final Map<RunKey, RunRow> rows = new HashMap<>();
  private final Set<Onlooker> onlookers = new HashSet<>();

  /** A run is there, or is not any more what it was. */
  synchronized void put(RunRow row) {
    if (!row.equals(rows.put(row.key(), row))) {
      onlookers.forEach(onlooker -> onlooker.tell(row.key()));
    }
  }

  /** A run is gone; another may have its name by now. */
  synchronized void remove(RunKey key, String uid) {
    RunRow row = rows.get(key);
    if (row != null && row.uid().equals(uid)) {
      rows.remove(key);
      onlookers.forEach(onlooker -> onlooker.tell(key));
    }
  }

  /** How that run stands; empty where there is none. */
  synchronized Optional<RunRow> row(RunKey key) {
    return Optional.ofNullable(rows.get(key));
  }

  /** The runs of these namespaces, the newest first. */
  synchronized List<RunRow> rows(Set<String> namespaces) {
    return rows.values().stream()
        .filter(row -> namespaces.contains(row.namespace()))
        .sorted(NEWEST_FIRST)
        .toList();
  }

  /** Those in which there are runs. */
  synchronized Set<String> namespaces() {
    Set<String> namespaces = new HashSet<>();
    rows.keySet().forEach(key -> namespaces.add(key.namespace()));
    return namespaces;
  }

  /** Somebody who is told of every change of the runs that they care for, until they are closed. */
  synchronized Onlooker onlooker(Predicate<RunKey> interest) {
    Onlooker onlooker = new Onlooker(interest, this::leave);
    onlookers.add(onlooker);
    return onlooker;
  }

  private synchronized void leave(Onlooker onlooker) {
    onlookers.remove(onlooker);
  }
}

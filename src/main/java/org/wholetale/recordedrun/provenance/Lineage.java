package org.wholetale.recordedrun.provenance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.wholetale.recordedrun.provenance.Place.InVersion;

/**
 * What may have gone into a file, or what may depend on it: never that it did. A process that read
 * one file before it was done with writing another may have put anything of it there.
 *
 * @param file whose it is
 * @param towards whether it tells what went into the file; else what depends on it
 * @param nodes all that it goes through, the file first
 * @param steps from what to what, each once
 * @param versions those of the files of which something may have gone into it, or into which
 *     something of it may have gone
 */
public record Lineage(
    FileHistory file,
    boolean towards,
    Set<LineageNode> nodes,
    List<Step> steps,
    Set<FileVersion> versions) {

  /**
   * That something may have gone from one to another.
   *
   * @param inherited whether the trace does not tell so much: a process was made while its parent
   *     had the file open, and may have kept that
   */
  public record Step(LineageNode from, LineageNode to, boolean inherited) {}

  private record Ends(LineageNode from, LineageNode to) {}

  /** What may have gone into what a file held at last. */
  public static Lineage into(RunGraph graph, FileHistory file) {
    return into(Flows.of(graph), file);
  }

  static Lineage into(Flows flows, FileHistory file) {
    return of(file, true, Reach.back(flows, List.of(new InVersion(file.last()))));
  }

  /** What may depend on anything that a file held. */
  public static Lineage outOf(RunGraph graph, FileHistory file) {
    return outOf(Flows.of(graph), file);
  }

  static Lineage outOf(Flows flows, FileHistory file) {
    return of(
        file, false, Reach.forth(flows, file.versions().stream().map(InVersion::new).toList()));
  }

  private static Lineage of(FileHistory file, boolean towards, Reach reach) {
    Set<LineageNode> nodes = new LinkedHashSet<>();
    Set<FileVersion> versions = new LinkedHashSet<>();
    for (Place place : reach.places().keySet()) {
      nodes.add(place.node());
      if (place instanceof InVersion in) {
        versions.add(in.version());
      }
    }
    return new Lineage(file, towards, nodes, steps(reach.flows()), versions);
  }

  private static List<Step> steps(Collection<Flow> flows) {
    Map<Ends, Boolean> inherited = new LinkedHashMap<>();
    for (Flow flow : flows) {
      Ends ends = new Ends(flow.from().node(), flow.to().node());
      if (!ends.from().equals(ends.to())) {
        inherited.merge(ends, flow.inherited(), Boolean::logicalAnd);
      }
    }
    List<Step> steps = new ArrayList<>(inherited.size());
    inherited.forEach((ends, only) -> steps.add(new Step(ends.from(), ends.to(), only)));
    return List.copyOf(steps);
  }

  public Lineage {
    nodes = Collections.unmodifiableSet(new LinkedHashSet<>(nodes));
    versions = Collections.unmodifiableSet(new LinkedHashSet<>(versions));
    steps = List.copyOf(steps);
  }

  /** The processes that it goes through, in the order in which they began. */
  public List<TracedProcess> processes() {
    return nodes.stream()
        .flatMap(node ->
            node instanceof LineageNode.OfProcess of ? Stream.of(of.process()) : Stream.empty())
        .sorted(Comparator.comparingLong(TracedProcess::since).thenComparingInt(TracedProcess::pid))
        .toList();
  }

  /** Files of which what the run found there is a part of it, by path. */
  public List<FileHistory> found() {
    return versions.stream()
        .filter(FileVersion::isFound)
        .map(FileVersion::file)
        .sorted(Comparator.comparing(FileHistory::path))
        .toList();
  }

  /** Files of which what they held at last is a part of it, by path; not the file itself. */
  public List<FileHistory> left() {
    return versions.stream()
        .filter(version -> version == version.file().last() && version.file() != file)
        .map(FileVersion::file)
        .sorted(Comparator.comparing(FileHistory::path))
        .toList();
  }

  /** Those who started its processes and theirs, and are not themselves a part, oldest first. */
  public List<TracedProcess> starters() {
    Set<TracedProcess> inside = new LinkedHashSet<>(processes());
    Set<TracedProcess> starters = new LinkedHashSet<>();
    for (TracedProcess process : inside) {
      TracedProcess parent = process.parent();
      while (parent != null && starters.add(parent)) {
        parent = parent.parent();
      }
    }
    starters.removeAll(inside);
    return starters.stream()
        .sorted(Comparator.comparingLong(TracedProcess::since).thenComparingInt(TracedProcess::pid))
        .toList();
  }
}

package org.wholetale.recordedrun.e2e.cluster;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wholetale.recordedrun.api.Reason;

/** The ways in which runs fail, and the document about them. */
final class Failures {

  private static final List<Section> OF_ONE_RUN =
      List.of(
          StartFailures.SECTION,
          TaleFailures.SECTION,
          Cancellations.SECTION,
          PodFailures.SECTION,
          RecorderFailures.SECTION);

  private static final List<Section> OF_ALL_RUNS = List.of(NodeFailures.STORE, NodeFailures.NODE);

  /** What only tests without a cluster show, by what Kubernetes says then. */
  private static final Set<Reason> NOT_DONE =
      EnumSet.of(Reason.NodeShutdown, Reason.UnsupportedRuntime);

  private Failures() {}

  /** The reasons of the runs that fail, and of those that wait until they do. */
  static Set<String> reasons() {
    return Stream.concat(ofOneRun(), ofAllRuns())
        .flatMap(
            failure -> Stream.of(failure.promise().reason(), String.valueOf(failure.meanwhile())))
        .collect(Collectors.toSet());
  }

  /** Those that touch one run only. */
  static Stream<Failure> ofOneRun() {
    return OF_ONE_RUN.stream().flatMap(section -> section.failures().stream());
  }

  /** Those that every run in the cluster suffers from. */
  static Stream<Failure> ofAllRuns() {
    return OF_ALL_RUNS.stream().flatMap(section -> section.failures().stream());
  }

  static String document() {
    return """
    # Failures

    What becomes of a run, whatever is done to it. Each line is done to a run in a real cluster by a test, `FailuresTest`.

    - A `…` stands for what differs from run to run.
    - *until then*: what `status.reason` says before.
    - *tale*: `status.exitCode` or `status.signal`, which are always the tale's own. Tales of this table end with exit code 3 where they get SIGTERM.
    - *archive*: whole, with a manifest; or recovered, closed by the operator with what had been uploaded; or the segments that had been uploaded until then, at most 5 s before; or none, where nothing was recorded.
    - What the reasons mean is in [reasons.md](reasons.md). Not done here, but held by what Kubernetes says then: %s.

    """
            .formatted(NOT_DONE.stream().map("`%s`"::formatted).collect(Collectors.joining(", ")))
        + Stream.of(OF_ONE_RUN, OF_ALL_RUNS)
            .flatMap(List::stream)
            .map(Section::markdown)
            .collect(Collectors.joining("\n"));
  }
}

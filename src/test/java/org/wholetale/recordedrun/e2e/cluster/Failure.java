package org.wholetale.recordedrun.e2e.cluster;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.ConditionType;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RecordedRunStatus;

/**
 * One way in which a run fails: what is done to it, and what becomes of it.
 *
 * @param what is done, for people
 * @param creation of the run, with all that it needs
 * @param meanwhile what its status says before anything else is done; null where nothing is waited
 *     for
 * @param act what is done then
 */
record Failure(
    String what, Creation creation, @Nullable Reason meanwhile, Act act, Promise promise) {

  /** What takes longest is an eviction, which the kubelet thinks of now and then. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Creates a run. */
  interface Creation {
    ClusterRun in(Scene scene) throws Exception;
  }

  /** Does something to a run. */
  interface Act {
    void on(ClusterRun run, Scene scene) throws Exception;
  }

  static Failure of(String what, Promise promise, Creation creation) {
    return new Failure(what, creation, null, (_, _) -> {}, promise);
  }

  Failure saying(Reason reason) {
    return new Failure(what, creation, reason, act, promise);
  }

  Failure then(Act done) {
    return new Failure(what, creation, meanwhile, done, promise);
  }

  /** The same, done once some of the trace is in the archive. */
  Failure whileItRuns(Act done) {
    return then((run, scene) -> {
      run.awaitSegment();
      done.on(run, scene);
    });
  }

  /** Does it, and waits for what becomes of it. */
  Promise outcome(Scene scene) throws Exception {
    ClusterRun run = creation.in(scene);
    if (meanwhile != null) {
      run.await(meanwhile, PATIENCE);
    }
    act.on(run, scene);
    RecordedRunStatus end = run.awaitEnd(PATIENCE);
    run.awaitPodsEnd();
    return new Promise(
        end.phase(),
        requireNonNull(end.reason()),
        requireNonNull(end.message()),
        tale(end),
        run.archive(),
        end.condition(ConditionType.TraceComplete).orElseThrow().getStatus());
  }

  private static String tale(RecordedRunStatus end) {
    if (end.signal() != null) {
      return "signal " + end.signal();
    }
    return end.exitCode() == null ? "" : "exit code " + end.exitCode();
  }

  @Override
  public String toString() {
    return what;
  }
}

package org.wholetale.recordedrun.e2e.cluster;

import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RunStatus;

/** What a tale does wrong, or has done to it. */
final class TaleFailures {

  private static final String GREEDY = "python3 -c 'b\"x\" * (1 << 30)'";
  private static final String MODEST = "resources: {limits: {memory: 64Mi}}";

  static final Section SECTION =
      Section.of(
          "The tale",
          "What it printed and did is in its archive: `recordedrun output`, `recordedrun log`.",
          Failure.of(
              "The tale ends with an exit code other than 0",
              Promise.failed(Reason.NonZeroExit, "the tale ended with exit code 3")
                  .after("exit code 3"),
              scene -> scene.script("exit", "exit 3")),
          Failure.of(
              "It touches memory that it has not",
              Promise.failed(Reason.Signalled, "the tale was ended by signal 11 (SIGSEGV)")
                  .after("signal 11"),
              scene ->
                  scene.script("fault", "exec python3 -c 'import ctypes; ctypes.string_at(0)'")),
          Failure.of(
                  "Its container's task is killed",
                  Promise.failed(Reason.Signalled, "the tale was ended by signal 9 (SIGKILL)")
                      .after("signal 9"),
                  Scene::waiting)
              .whileItRuns((run, scene) -> scene.killTale(run)),
          Failure.of(
              "It takes more memory than `resources.limits` give it",
              Promise.failed(
                      Reason.OOMKilled,
                      "the tale ran out of memory; the tale was ended by signal 9 (SIGKILL)")
                  .after("signal 9"),
              scene -> scene.script("greedy", "exec " + GREEDY, MODEST)),
          Failure.of(
              "A process that it has started does, and it goes on",
              Promise.of(
                      RunStatus.COMPLETED,
                      Reason.Completed,
                      "the tale ended with exit code 0, though one of its processes was ended for lack"
                          + " of memory")
                  .after("exit code 0"),
              scene -> scene.script("parent", "! " + GREEDY, MODEST)),
          Failure.of(
              "It runs longer than `activeDeadlineSeconds`",
              Promise.failed(
                      Reason.DeadlineExceeded,
                      "the tale was stopped after 2 s (activeDeadlineSeconds)")
                  .after("exit code 3"),
              scene -> scene.waiting("activeDeadlineSeconds: 2")));

  private TaleFailures() {}
}

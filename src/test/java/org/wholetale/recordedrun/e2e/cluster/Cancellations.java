package org.wholetale.recordedrun.e2e.cluster;

import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.e2e.cluster.Promise.Archive;

/** What {@code spec.cancel} does, at each stage of a run. */
final class Cancellations {

  private static final Promise CANCELLED =
      Promise.of(RunStatus.CANCELLED, Reason.Cancelled, "the run was cancelled");

  static final Section SECTION =
      Section.of(
          "Cancelled",
          "`kubectl patch recordedrun NAME --type merge -p '{\"spec\": {\"cancel\": true}}'`. A tale gets SIGTERM and"
              + " `gracePeriodSeconds`; what it did until then is archived.",
          Failure.of(
                  "While `spec.suspend` holds it",
                  Promise.of(
                      RunStatus.CANCELLED,
                      Reason.Cancelled,
                      "the run was cancelled before it had a pod"),
                  scene -> scene.run("suspended", "suspend: true"))
              .saying(Reason.Suspended)
              .then((run, _) -> run.cancel()),
          Failure.of(
                  "While it has no node",
                  CANCELLED,
                  scene -> scene.cluster().run("pending", StartFailures.UNPLACEABLE))
              .saying(Reason.Unschedulable)
              .then((run, _) -> run.cancel()),
          Failure.of(
                  "While its image is pulled",
                  CANCELLED.leaving(Archive.WHOLE, "True"),
                  scene -> scene.run("pulling", StartFailures.UNPULLABLE))
              .saying(Reason.ImagePullBackOff)
              .then((run, _) -> run.cancel()),
          Failure.of(
                  "While its recorder starts",
                  CANCELLED.leaving(Archive.NONE_OR_WHOLE, "True or False"),
                  Scene::gated)
              .saying(Reason.Starting)
              .then((run, scene) -> {
                run.cancel();
                run.await(Reason.Cancelled, Failure.PATIENCE);
                scene.ungate(run);
              }),
          Failure.of("While the tale runs", CANCELLED.after("exit code 3"), Scene::waiting)
              .whileItRuns((run, _) -> run.cancel()),
          Failure.of(
                  "While it is archived",
                  Promise.of(
                          RunStatus.COMPLETED, Reason.Completed, "the tale ended with exit code 0")
                      .after("exit code 0"),
                  Scene::waiting)
              .whileItRuns((run, scene) -> {
                scene.haltRecorder(run);
                scene.endTale(run);
                run.await(Reason.Archiving, Failure.PATIENCE);
                run.cancel();
                scene.ungate(run);
              }));

  private Cancellations() {}
}

package org.wholetale.recordedrun.e2e.cluster;

import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.e2e.cluster.Promise.Archive;

/** What happens to the recorder. */
final class RecorderFailures {

  private static final Promise COMPLETED =
      Promise.of(RunStatus.COMPLETED, Reason.Completed, "the tale ended with exit code 0")
          .after("exit code 0");
  private static final Promise WITH_GAP = COMPLETED.leaving(Archive.WHOLE, "False");

  static final Section SECTION =
      Section.of(
          "The recorder",
          "The tale is not disturbed. What nobody recorded in between is a gap in the trace, which `recordedrun log` shows.",
          Failure.of("The recorder is killed", WITH_GAP, Scene::waiting)
              .whileItRuns((run, scene) -> {
                scene.killRecorder(run);
                scene.awaitRecorderAgain(run);
                scene.endTale(run);
              }),
          Failure.of("Its container is killed", WITH_GAP, Scene::waiting)
              .whileItRuns((run, scene) -> {
                scene.killRecorderContainer(run);
                scene.awaitRecorderContainerAgain(run);
                scene.awaitRecorderAgain(run);
                scene.endTale(run);
              }),
          Failure.of(
                  "The recorder is killed, with `recording.onLoss: Fail`",
                  Promise.failed(
                          Reason.TraceIncomplete,
                          "events lost: unknown, values truncated: 0, gaps: 1")
                      .after("exit code 0")
                      .leaving(Archive.WHOLE, "False"),
                  scene -> scene.waiting("recording: {onLoss: Fail}"))
              .whileItRuns((run, scene) -> {
                scene.killRecorder(run);
                scene.awaitRecorderAgain(run);
                scene.endTale(run);
              }),
          Failure.of("The recorder is killed as the tale ends", WITH_GAP, Scene::waiting)
              .whileItRuns((run, scene) -> {
                scene.haltRecorder(run);
                scene.endTale(run);
                run.await(Reason.Archiving, Failure.PATIENCE);
                scene.killRecorder(run);
              }),
          Failure.of(
                  "Its container is killed as the tale ends",
                  Promise.failed(
                          Reason.ArchiveFailed,
                          "the recorder was stopped before the archive was whole; recordedrun archive"
                              + " finishes it from … on node …")
                      .after("exit code 0")
                      .leaving(Archive.SEGMENTS, "Unknown"),
                  Scene::waiting)
              .whileItRuns((run, scene) -> {
                scene.haltRecorder(run);
                scene.endTale(run);
                run.await(Reason.Archiving, Failure.PATIENCE);
                scene.killRecorderContainer(run);
              }),
          Failure.of(
                  "Its spool becomes unreadable",
                  Promise.failed(
                          Reason.RecorderFailed,
                          "…/journal.ndjson, from which the recorder would go on, is damaged in line 1:"
                              + " what is in the archive already is all there is")
                      .after("exit code 0")
                      .leaving(Archive.SEGMENTS, "False"),
                  Scene::waiting)
              .whileItRuns((run, scene) -> {
                scene.spoilSpool(run);
                scene.endTale(run);
              }));

  private RecorderFailures() {}
}

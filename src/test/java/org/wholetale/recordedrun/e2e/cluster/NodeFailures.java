package org.wholetale.recordedrun.e2e.cluster;

import static org.wholetale.recordedrun.e2e.cluster.TestCluster.eventually;

import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.e2e.cluster.Promise.Archive;

/** What happens to all runs at once, since a node or the store is away. */
final class NodeFailures {

  static final Section STORE =
      Section.of(
          "The store",
          "The recorder holds on for its finishing time, which the operator sets. What is not archived then stays on the node"
              + " where the operator keeps spools: `recordedrun archive` brings it to the store.",
          Failure.of(
                  "The store does not answer for a while when the tale ends",
                  Promise.of(
                          RunStatus.COMPLETED, Reason.Completed, "the tale ended with exit code 0")
                      .after("exit code 0"),
                  Scene::waiting)
              .whileItRuns((run, scene) -> {
                try (Daemon.Halted _ = scene.store().halt()) {
                  scene.endTale(run);
                  run.await(Reason.Archiving, Failure.PATIENCE);
                }
              }),
          Failure.of(
                  "The store does not answer any more",
                  Promise.failed(
                          Reason.ArchiveFailed,
                          "…; not in the archive: …manifest.json; recordedrun archive finishes it from … on node …")
                      .after("exit code 0")
                      .leaving(Archive.SEGMENTS, "True"),
                  Scene::waiting)
              .whileItRuns((run, scene) -> {
                try (Daemon.Halted _ = scene.store().halt()) {
                  scene.endTale(run);
                  run.awaitEnd(Failure.PATIENCE);
                }
              }));

  static final Section NODE =
      Section.of(
          "The node",
          "The operator decides that a node is lost, after as long as it was told to wait (`nodeLostSeconds`). What of the run is still on the"
              + " node may go on there: its archive tells.",
          Failure.of(
                  "The kubelet does not answer any more",
                  Promise.failed(
                          Reason.NodeLost,
                          "the node … has not been ready since …: Kubelet stopped posting node status.")
                      .leaving(Archive.RECOVERED, "False"),
                  Scene::waiting)
              .whileItRuns((run, scene) -> {
                try (Daemon.Halted _ = scene.kubelet().halt()) {
                  run.awaitEnd(Failure.PATIENCE);
                  eventually().until(() -> run.pods().isEmpty());
                }
              }));

  private NodeFailures() {}
}

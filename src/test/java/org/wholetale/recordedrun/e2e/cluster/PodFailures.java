package org.wholetale.recordedrun.e2e.cluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.e2e.cluster.Promise.Archive;

/** Who takes a run's pod away, or a part of it. */
final class PodFailures {

  /** Something that the node has one of, and nothing else asks for. */
  private static final String SEAT = "example.org/seat";

  /** Writes too much once it is told to, so that some of it has been archived by then. */
  private static final String FILLS_ITS_WORKSPACE =
      """
      cat > run.sh << 'SCRIPT'
      trap 'head -c 5000000 /dev/zero > big' USR1
      while :; do sleep 0.1; done
      SCRIPT
      exec sh run.sh
      """;

  private static final int URGENT = 1000;

  static final Section SECTION =
      Section.of(
          "The pod",
          "Create the run again, once the node has what it lacked. Where the tale was stopped in order its archive is whole. An"
              + " eviction and a deletion by force leave the recorder two seconds: often that is enough, but what is"
              + " told of them is the least that there is, where the recorder comes to nothing in that time.",
          Failure.of(
                  "The tale writes more into an `emptyDir` than its `sizeLimit`",
                  Promise.failed(
                          Reason.Evicted,
                          "the pod was evicted: Usage of EmptyDir volume \"workspace\" exceeds the limit"
                              + " \"1Mi\". ")
                      .leaving(Archive.SEGMENTS, "Unknown"),
                  scene ->
                      scene.run(
                          "overfull",
                          "command: [sh, -c, %s]"
                              .formatted(Serialization.asJson(FILLS_ITS_WORKSPACE)),
                          "workspace: {emptyDir: {sizeLimit: 1Mi}}"))
              .whileItRuns((run, scene) -> {
                scene.haltRecorder(run);
                scene.endTale(run);
              }),
          Failure.of(
                  "Its node is drained",
                  Promise.failed(
                          Reason.Drained,
                          "the pod was drained from its node: Eviction API: evicting")
                      .after("exit code 3"),
                  Scene::waiting)
              .whileItRuns(
                  (run, scene) -> scene.cluster().client().pods().resource(run.pod()).evict()),
          Failure.of(
                  "A pod of a higher priority needs its place",
                  Promise.failed(
                          Reason.Preempted,
                          "the pod made room for one of higher priority: default-scheduler: preempting"
                              + " to accommodate a higher priority pod")
                      .after("exit code 3"),
                  PodFailures::seated)
              .whileItRuns(PodFailures::preempt),
          Failure.of(
                  "Its pod is deleted",
                  Promise.failed(Reason.PodDeleted, "the pod was deleted before the run had ended")
                      .after("exit code 3"),
                  Scene::waiting)
              .whileItRuns((run, scene) -> scene.cluster().client().resource(run.pod()).delete()),
          Failure.of(
                  "It is deleted by force, with a tale that does not end at once",
                  Promise.failed(Reason.PodDeleted, "the pod was deleted before the run had ended")
                      .after("signal 9")
                      .leaving(Archive.SEGMENTS, "Unknown"),
                  scene -> scene.script("unyielding", "while :; do sleep 0.1; done"))
              .whileItRuns((run, scene) -> {
                scene.haltRecorder(run);
                scene.cluster().client().resource(run.pod()).withGracePeriod(0).delete();
              }),
          Failure.of(
                  "Its sandbox is killed",
                  Promise.failed(
                          Reason.SandboxLost,
                          "the pod's sandbox ended at …, and the kubelet stopped the tale; the tale"
                              + " ended with exit code 3")
                      .after("exit code 3"),
                  Scene::waiting)
              .whileItRuns((run, scene) -> scene.killSandbox(run)),
          Failure.of(
                  "The container runtime's shim of it is killed",
                  Promise.failed(
                          Reason.SandboxLost,
                          "the node lost the pod's containers, as by a crash of the container runtime;"
                              + " how the tale ended was not seen")
                      .leaving(Archive.SEGMENTS, "Unknown"),
                  Scene::waiting)
              .whileItRuns((run, scene) -> scene.killShim(run)));

  private PodFailures() {}

  private static ClusterRun seated(Scene scene) {
    Resource<Node> node = scene.cluster().client().nodes().withName(scene.node().nodeName());
    node.editStatus(n -> withSeats(n, new Quantity("1")));
    scene.cluster().afterwards(() -> node.editStatus(n -> withSeats(n, null)));
    return scene.waiting("resources: {limits: {%s: 1}}".formatted(SEAT));
  }

  private static Node withSeats(Node node, @Nullable Quantity seats) {
    Stream.of(node.getStatus().getCapacity(), node.getStatus().getAllocatable())
        .forEach(room -> room.compute(SEAT, (_, _) -> seats));
    return node;
  }

  private static void preempt(ClusterRun run, Scene scene) {
    PriorityClass urgent =
        scene
            .cluster()
            .make(
                new PriorityClassBuilder()
                    .withNewMetadata()
                    .withName(TestCluster.unique("urgent"))
                    .endMetadata()
                    .withValue(URGENT)
                    .build());
    Map<String, Quantity> seat = Map.of(SEAT, new Quantity("1"));
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(TestCluster.unique("urgent"))
            .withNamespace("default")
            .endMetadata()
            .withNewSpec()
            .withPriorityClassName(urgent.getMetadata().getName())
            .withTerminationGracePeriodSeconds(0L)
            .addNewContainer()
            .withName("urgent")
            .withImage(scene.cluster().setting("RECORDEDRUN_RECORDER_IMAGE"))
            .withCommand("sleep", "infinity")
            .withNewResources()
            .withRequests(seat)
            .withLimits(seat)
            .endResources()
            .endContainer()
            .endSpec()
            .build();
    scene.cluster().make(pod);
  }
}

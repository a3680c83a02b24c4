package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wholetale.recordedrun.api.Labels;
import org.wholetale.recordedrun.api.RecordedRun;

/** The pods of runs, in the API server; a pod of the right name that is another's is not seen. */
record RunPods(KubernetesClient client) {

  private static final int UNPROCESSABLE = 422;

  Optional<Pod> find(RecordedRun run) {
    return Optional.ofNullable(named(run.getMetadata().getNamespace(), RunNames.pod(run)).get())
        .filter(pod -> isOf(run, pod));
  }

  /**
   * Creates that pod.
   *
   * @throws KubernetesClientException with code 409 where the name is taken
   */
  Pod create(Pod pod) {
    return client.resource(pod).create();
  }

  /**
   * Makes the kubelet stop the pod without deleting it, and notes on it why.
   *
   * @param deadline seconds after the pod's start
   */
  Optional<Pod> stop(Pod pod, String reason, long deadline) {
    return patched(
        pod,
        PatchType.JSON_MERGE,
        Map.of(
            "metadata",
            Map.of("annotations", Map.of(Labels.STOPPED_FOR, reason)),
            "spec",
            Map.of("activeDeadlineSeconds", deadline)));
  }

  /** Notes on the pod which image its tale runs, where the recorder reads it. */
  Optional<Pod> tellImage(Pod pod, String digest) {
    return patched(
        pod,
        PatchType.JSON_MERGE,
        Map.of("metadata", Map.of("annotations", Map.of(Labels.IMAGE_DIGEST, digest))));
  }

  /** By the pod itself: a client that has only its name would ask for the pod first. */
  private Optional<Pod> patched(Pod pod, PatchType type, Object patch) {
    try {
      return Optional.of(
          client.resource(pod).patch(PatchContext.of(type), Serialization.asJson(patch)));
    } catch (KubernetesClientException e) {
      return goneOrThrow(e);
    }
  }

  /** Deletes the pod with its own grace period; nothing happens where that was done before. */
  void delete(Pod pod) {
    if (pod.getMetadata().getDeletionTimestamp() == null) {
      of(pod).delete();
    }
  }

  /** Deletes the pod without waiting for its node to stop it; it may live on there. */
  void abandon(Pod pod) {
    of(pod).withGracePeriod(0).delete();
  }

  /**
   * Lets a pod go that is deleted, or will be. Only where its finalizers are still these: whatever
   * else has changed since is no conflict. Where they are not, the news of that is on its way, and
   * makes the operator look again.
   */
  Optional<Pod> release(Pod pod) {
    int index = pod.getMetadata().getFinalizers().indexOf(Labels.READ_POD);
    if (index < 0) {
      return Optional.empty();
    }
    String finalizer = "/metadata/finalizers/" + index;
    List<Map<String, String>> patch =
        List.of(
            Map.of("op", "test", "path", finalizer, "value", Labels.READ_POD),
            Map.of("op", "remove", "path", finalizer));
    try {
      return patched(pod, PatchType.JSON, patch);
    } catch (KubernetesClientException e) {
      if (e.getCode() == UNPROCESSABLE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether the operator made it: nobody else may create a pod with that label. */
  static boolean isOf(RecordedRun run, Pod pod) {
    return RunNames.pod(run).equals(pod.getMetadata().getName())
        && RunNames.label(run).equals(pod.getMetadata().getLabels().get(Labels.RECORDED_RUN))
        && pod.getMetadata().getOwnerReferences().stream()
            .anyMatch(owner -> run.getMetadata().getUid().equals(owner.getUid()));
  }

  private static Optional<Pod> goneOrThrow(KubernetesClientException e) {
    if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
      return Optional.empty();
    }
    throw e;
  }

  private PodResource of(Pod pod) {
    ObjectMeta meta = pod.getMetadata();
    return named(meta.getNamespace(), meta.getName());
  }

  private PodResource named(String namespace, String name) {
    return client.pods().inNamespace(namespace).withName(name);
  }
}

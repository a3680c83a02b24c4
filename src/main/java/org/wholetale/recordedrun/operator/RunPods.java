package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import org.wholetale.recordedrun.api.Labels;
import org.wholetale.recordedrun.api.RecordedRun;

/** The pods of runs, in the API server; a pod of the right name that is another's is not seen. */
record RunPods(KubernetesClient client) {

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

  /** Makes the kubelet stop the pod without deleting it, and notes on it why. */
  Optional<Pod> stop(Pod pod, String reason) {
    return patched(
        pod,
        Map.of(
            "metadata",
            Map.of("annotations", Map.of(Labels.STOPPED_FOR, reason)),
            "spec",
            Map.of("activeDeadlineSeconds", 1)));
  }

  /** Notes on the pod which image its tale runs, where the recorder reads it. */
  Optional<Pod> tellImage(Pod pod, String digest) {
    return patched(
        pod, Map.of("metadata", Map.of("annotations", Map.of(Labels.IMAGE_DIGEST, digest))));
  }

  private Optional<Pod> patched(Pod pod, Map<String, Object> patch) {
    try {
      return Optional.of(
          of(pod).patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch)));
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

  /** Lets a pod go that is deleted, or will be. */
  void release(Pod pod) {
    try {
      PrimaryUpdateAndCacheUtils.removeFinalizer(client, pod, Labels.READ_POD);
    } catch (KubernetesClientException e) {
      goneOrThrow(e);
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

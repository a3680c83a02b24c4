package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import org.wholetale.recordedrun.api.Labels;
import org.wholetale.recordedrun.api.RecordedRun;

/**
 * Takes away pods whose run is gone although it had not ended, as where somebody took its finalizer
 * off: nobody would read such a pod any more, and its own finalizer would keep it for ever.
 */
@ControllerConfiguration(
    name = OrphanedPodReconciler.NAME,
    generationAwareEventProcessing = false, // what the kubelet says of a pod changes no generation
    triggerReconcilerOnAllEvents = true) // or pods that are being deleted would be passed over
final class OrphanedPodReconciler implements Reconciler<Pod> {

  static final String NAME = "orphaned-pods";

  /** A run that is being deleted may lose its finalizer later, of which the pod hears nothing. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final RunPods pods;

  OrphanedPodReconciler(KubernetesClient client) {
    this.client = client;
    this.pods = new RunPods(client);
  }

  /** Whether it is worth asking for the pod's run: in the ordinary life of a pod it is not. */
  static boolean mayBeOrphaned(Pod pod) {
    ObjectMeta meta = pod.getMetadata();
    return meta.getFinalizers().contains(Labels.READ_POD)
        && (meta.getDeletionTimestamp() != null || meta.getOwnerReferences().isEmpty());
  }

  @Override
  public UpdateControl<Pod> reconcile(Pod pod, Context<Pod> context) {
    if (!mayBeOrphaned(pod)) {
      return UpdateControl.noUpdate();
    }
    if (hasRun(pod)) {
      return UpdateControl.<Pod>noUpdate().rescheduleAfter(LOOK_AGAIN);
    }
    pods.delete(pod);
    pods.release(pod);
    return UpdateControl.noUpdate();
  }

  /** Asks the API server: that a cache has none may be a moment's ignorance. */
  private boolean hasRun(Pod pod) {
    ObjectMeta meta = pod.getMetadata();
    String name =
        meta.getOwnerReferences().stream()
            .filter(owner -> "RecordedRun".equals(owner.getKind()))
            .map(OwnerReference::getName)
            .findFirst()
            .orElseGet(() -> meta.getLabels().get(Labels.RECORDED_RUN));
    RecordedRun run =
        client.resources(RecordedRun.class).inNamespace(meta.getNamespace()).withName(name).get();
    return run != null && RunNames.pod(run).equals(meta.getName());
  }
}

package org.wholetale.recordedrun.operator;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.Labels;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunSpec;
import org.wholetale.recordedrun.api.TaleSecurityContext;

/** From a run to its pod, as a pure function: created once, never changed into anything else. */
final class RunPod {

  private RunPod() {}

  static Pod of(RecordedRun run, OperatorConfig config) {
    RecordedRunSpec spec = run.getSpec();
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(run.getMetadata().getNamespace())
        .withName(RunNames.pod(run))
        .addToLabels(Labels.RECORDED_RUN, RunNames.label(run))
        .withOwnerReferences(owner(run))
        .withFinalizers(Labels.READ_POD)
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(
            spec.gracePeriodSeconds() + config.recorder().finishSeconds())
        .withNodeSelector(requireNonNullElse(spec.nodeSelector(), Map.of()))
        .withImagePullSecrets(requireNonNullElse(spec.imagePullSecrets(), List.of()))
        .withSecurityContext(groups(spec.securityContext()))
        .withInitContainers(initContainers(run, config))
        .withContainers(TaleContainer.of(spec))
        .withVolumes(RunVolumes.of(spec, config))
        .endSpec()
        .build();
  }

  /** The workspace is ready before it is recorded what the tale does with it. */
  private static List<Container> initContainers(RecordedRun run, OperatorConfig config) {
    return Stream.concat(
            PrepareContainer.of(run.getSpec(), config).stream(),
            Stream.of(RecorderContainer.of(run, config)))
        .toList();
  }

  private static OwnerReference owner(RecordedRun run) {
    return new OwnerReferenceBuilder()
        .withApiVersion(RecordedRun.GROUP + "/" + RecordedRun.VERSION)
        .withKind("RecordedRun")
        .withName(run.getMetadata().getName())
        .withUid(run.getMetadata().getUid())
        .withController(true)
        .build();
  }

  /**
   * The groups of the pod's processes. With an fsGroup Kubernetes may change the owner of every
   * file, hard links into an immutable version included: only where the volume's root needs it.
   */
  private static @Nullable PodSecurityContext groups(@Nullable TaleSecurityContext who) {
    if (who == null || (who.fsGroup() == null && who.supplementalGroups() == null)) {
      return null;
    }
    return new PodSecurityContextBuilder()
        .withFsGroup(who.fsGroup())
        .withFsGroupChangePolicy(who.fsGroup() == null ? null : "OnRootMismatch")
        .withSupplementalGroups(requireNonNullElse(who.supplementalGroups(), List.of()))
        .build();
  }
}

package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.Optional;
import org.wholetale.recordedrun.api.RecordedRunSpec;
import org.wholetale.recordedrun.api.RecorderPaths;

/**
 * What makes a workspace ready before anything else runs: the recorder's program with the tale's
 * rights and nothing but the workspace, since the recorder itself is never to write there.
 */
final class PrepareContainer {

  static final String NAME = "prepare";

  private static final ResourceRequirements RESOURCES =
      new ResourceRequirementsBuilder()
          .addToRequests("cpu", Quantity.parse("100m"))
          .addToRequests("memory", Quantity.parse("128Mi"))
          .addToLimits("memory", Quantity.parse("256Mi"))
          .build();

  private PrepareContainer() {}

  /** Empty where there is nothing to prepare. */
  static Optional<Container> of(RecordedRunSpec spec, OperatorConfig config) {
    return spec.breaksHardLinks() ? Optional.of(breakingHardLinks(spec, config)) : Optional.empty();
  }

  private static Container breakingHardLinks(RecordedRunSpec spec, OperatorConfig config) {
    return new ContainerBuilder()
        .withName(NAME)
        .withImage(config.recorder().image())
        .withImagePullPolicy(config.recorder().pullPolicy().name())
        .withCommand("recordedrun", "prepare", "--workspace", RecorderPaths.WORKSPACE)
        .withEnv(
            new EnvVar("LC_ALL", "C.UTF-8", null), // or the JVM could not name all files
            new EnvVar("RECORDEDRUN_HEAP", "96m", null))
        .withResources(RESOURCES)
        .withSecurityContext(
            new SecurityContextBuilder(TaleContainer.unprivileged(spec))
                .withReadOnlyRootFilesystem(true)
                .build())
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withVolumeMounts(
            RunVolumes.within(
                spec.workspace(), RunVolumes.mount(RunVolumes.WORKSPACE, RecorderPaths.WORKSPACE)))
        .build();
  }
}

package org.wholetale.recordedrun.operator;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import org.wholetale.recordedrun.api.RecordedRunSpec;
import org.wholetale.recordedrun.api.TaleSecurityContext;

/** The container that runs the tale: what the user asked for, and no privilege of any kind. */
final class TaleContainer {

  static final String NAME = "tale";

  private TaleContainer() {}

  static Container of(RecordedRunSpec spec) {
    TaleCommand command = TaleCommand.of(spec);
    return new ContainerBuilder()
        .withName(NAME)
        .withImage(spec.image())
        .withImagePullPolicy(spec.imagePullPolicy() == null ? null : spec.imagePullPolicy().name())
        .withCommand(command.line().stream().map(LiteralText::of).toList())
        .withWorkingDir(command.workspace())
        .withEnv(requireNonNullElse(spec.env(), List.of()))
        .withResources(spec.resources())
        .withVolumeMounts(mounts(spec, command))
        .withSecurityContext(unprivileged(spec))
        .build();
  }

  private static List<VolumeMount> mounts(RecordedRunSpec spec, TaleCommand command) {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(
        RunVolumes.within(
            spec.workspace(), RunVolumes.mount(RunVolumes.WORKSPACE, command.workspace())));
    if (command.data() != null) {
      mounts.add(
          RunVolumes.within(
              spec.data(), RunVolumes.mountReadOnly(RunVolumes.dataVolume(spec), command.data())));
    }
    return List.copyOf(mounts);
  }

  /** The tale's user, who has no capability and can get none. */
  static SecurityContext unprivileged(RecordedRunSpec spec) {
    TaleSecurityContext who =
        requireNonNullElse(spec.securityContext(), TaleSecurityContext.DEFAULT);
    return new SecurityContextBuilder()
        .withRunAsUser(requireNonNullElse(who.runAsUser(), TaleSecurityContext.DEFAULT.runAsUser()))
        .withRunAsGroup(
            requireNonNullElse(who.runAsGroup(), TaleSecurityContext.DEFAULT.runAsGroup()))
        .withPrivileged(false)
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }
}

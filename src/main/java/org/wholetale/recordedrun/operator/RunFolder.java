package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.NFSVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecordedRunSpec;
import org.wholetale.recordedrun.api.RecorderPaths;
import org.wholetale.recordedrun.api.TaleVolume;

/**
 * The folder that a run's workspace lies in, for a recorder that writes files back: in the
 * workspace's own volume, or above it on the same NFS server.
 *
 * @param workspace the name that the workspace has in it
 * @param subPath the folder within the workspace's volume; null where it is the volume's root
 * @param above a volume of its own; null where the workspace's has the folder
 */
record RunFolder(String workspace, @Nullable String subPath, @Nullable NFSVolumeSource above) {

  private static final String VOLUME = "recorder-run-folder";

  /** Empty where nothing is written back. */
  static Optional<RunFolder> of(RecordedRunSpec spec) {
    return spec.writesBack()
        ? Optional.ofNullable(spec.workspace()).map(RunFolder::of)
        : Optional.empty();
  }

  private static RunFolder of(TaleVolume workspace) {
    Path within = Path.of(workspace.subPath() == null ? "" : workspace.subPath()).normalize();
    NFSVolumeSource nfs = workspace.nfs();
    if (!within.toString().isEmpty() || nfs == null) {
      return new RunFolder(within.getFileName().toString(), text(within.getParent()), null);
    }
    Path path = Path.of(nfs.getPath()).normalize();
    return new RunFolder(
        path.getFileName().toString(),
        null,
        new NFSVolumeSource(text(path.getParent()), nfs.getReadOnly(), nfs.getServer()));
  }

  private static @Nullable String text(@Nullable Path path) {
    return path == null ? null : path.toString();
  }

  /** What it takes beside the volumes of the tale. */
  Optional<Volume> volume() {
    return Optional.ofNullable(above)
        .map(nfs -> new VolumeBuilder().withName(VOLUME).withNfs(nfs).build());
  }

  VolumeMount mount() {
    return new VolumeMountBuilder(
            RunVolumes.mount(
                above == null ? RunVolumes.WORKSPACE : VOLUME, RecorderPaths.RUN_FOLDER))
        .withSubPath(subPath)
        .build();
  }
}

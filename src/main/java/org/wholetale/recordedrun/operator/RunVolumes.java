package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFileBuilder;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.Labels;
import org.wholetale.recordedrun.api.RecordedRunSpec;
import org.wholetale.recordedrun.api.RecorderPaths;
import org.wholetale.recordedrun.api.TaleVolume;

/**
 * The volumes of a run's pod: the tale's two, and the recorder's own, which the tale never sees.
 */
final class RunVolumes {

  static final String WORKSPACE = "workspace";
  static final String DATA = "data";
  static final String SPOOLS = "recorder-spools";
  static final String CONTROL = "recorder-control";
  static final String POD = "recorder-pod";
  static final String LOGS = "recorder-logs";
  static final String PROC = "recorder-proc";
  static final String ARCHIVE = "recorder-archive";

  private static final String NODE_LOGS = "/var/log/pods";
  private static final String NODE_PROC = "/proc";

  private RunVolumes() {}

  static List<Volume> of(RecordedRunSpec spec, OperatorConfig config) {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(
        spec.workspace() == null ? emptyDir(WORKSPACE) : volume(WORKSPACE, spec.workspace()));
    if (spec.data() != null && !dataVolume(spec).equals(WORKSPACE)) {
      volumes.add(volume(DATA, spec.data()));
    }
    volumes.add(spools(config.recorder().spools()));
    volumes.add(emptyDir(CONTROL));
    volumes.add(podFields(spec));
    RunFolder.of(spec).flatMap(RunFolder::volume).ifPresent(volumes::add);
    RecorderSigning signing = config.recorder().signing();
    if (signing != null) {
      volumes.add(signing.volume());
    }
    volumes.add(hostPath(LOGS, NODE_LOGS, "Directory"));
    volumes.add(hostPath(PROC, NODE_PROC, "Directory"));
    archiveFolder(config)
        .ifPresent(folder -> volumes.add(hostPath(ARCHIVE, folder, "DirectoryOrCreate")));
    return List.copyOf(volumes);
  }

  /**
   * The volume that the data is in: the workspace's where both are in one claim, since a pod that
   * names a claim twice never starts.
   *
   * @see "kubernetes/kubernetes issue 127004"
   */
  static String dataVolume(RecordedRunSpec spec) {
    return claim(spec.data()).isPresent() && claim(spec.data()).equals(claim(spec.workspace()))
        ? WORKSPACE
        : DATA;
  }

  private static Optional<String> claim(@Nullable TaleVolume volume) {
    return Optional.ofNullable(volume)
        .map(TaleVolume::persistentVolumeClaim)
        .map(PersistentVolumeClaimVolumeSource::getClaimName);
  }

  /** The folder on the node that holds archives; empty where they go to an object store. */
  static Optional<String> archiveFolder(OperatorConfig config) {
    URI location = URI.create(config.store().location());
    return "file".equals(location.getScheme())
        ? Optional.of(location.getPath().replaceFirst("(?<=.)/+$", ""))
        : Optional.empty();
  }

  static VolumeMount mount(String volume, String path) {
    return new VolumeMountBuilder().withName(volume).withMountPath(path).build();
  }

  static VolumeMount mountReadOnly(String volume, String path) {
    return new VolumeMountBuilder().withName(volume).withMountPath(path).withReadOnly(true).build();
  }

  /** That mount, of the folder within the volume that the user named. */
  static VolumeMount within(@Nullable TaleVolume volume, VolumeMount mount) {
    return volume == null || volume.subPath() == null
        ? mount
        : new VolumeMountBuilder(mount).withSubPath(volume.subPath()).build();
  }

  private static Volume volume(String name, TaleVolume source) {
    return new VolumeBuilder()
        .withName(name)
        .withPersistentVolumeClaim(source.persistentVolumeClaim())
        .withNfs(source.nfs())
        .withCsi(source.csi())
        .withConfigMap(source.configMap())
        .withSecret(source.secret())
        .withEmptyDir(source.emptyDir())
        .build();
  }

  /** Files that follow the pod's annotations. */
  private static Volume podFields(RecordedRunSpec spec) {
    List<DownwardAPIVolumeFile> files = new ArrayList<>();
    files.add(annotation(RecorderPaths.IMAGE_DIGEST, Labels.IMAGE_DIGEST));
    if (spec.writesBack()) {
      files.add(annotation(RecorderPaths.STOPPED_FOR, Labels.STOPPED_FOR));
    }
    return new VolumeBuilder()
        .withName(POD)
        .withNewDownwardAPI()
        .withItems(files)
        .endDownwardAPI()
        .build();
  }

  private static DownwardAPIVolumeFile annotation(String file, String name) {
    return new DownwardAPIVolumeFileBuilder()
        .withPath(Path.of(file).getFileName().toString())
        .withNewFieldRef()
        .withFieldPath("metadata.annotations['%s']".formatted(name))
        .endFieldRef()
        .build();
  }

  private static Volume spools(OperatorConfig.@Nullable Spools spools) {
    if (spools == null) {
      return emptyDir(SPOOLS);
    }
    return spools.hostPath() == null
        ? new VolumeBuilder()
            .withName(SPOOLS)
            .withNewPersistentVolumeClaim(spools.claim(), false)
            .build()
        : hostPath(SPOOLS, spools.hostPath(), "DirectoryOrCreate");
  }

  private static Volume emptyDir(String name) {
    return new VolumeBuilder().withName(name).withEmptyDir(new EmptyDirVolumeSource()).build();
  }

  private static Volume hostPath(String name, String path, String type) {
    return new VolumeBuilder()
        .withName(name)
        .withNewHostPath()
        .withPath(path)
        .withType(type)
        .endHostPath()
        .build();
  }
}

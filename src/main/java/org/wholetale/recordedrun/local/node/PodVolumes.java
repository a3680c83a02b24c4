package org.wholetale.recordedrun.local.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.local.node.ContainerSpec.Identity;
import org.wholetale.recordedrun.local.node.ContainerSpec.Mount;

/** The folders of this machine that are a pod's volumes. */
final class PodVolumes {

  /** Where every node keeps the logs of its pods. */
  private static final Path POD_LOGS = Path.of("/var/log/pods");

  private static final Pattern ANNOTATION = Pattern.compile("metadata\\.annotations\\['(.*)'\\]");

  private final Map<String, Path> folders;

  private PodVolumes(Map<String, Path> folders) {
    this.folders = Map.copyOf(folders);
  }

  /** Has the files that tell of the pod's annotations tell of them as they are now. */
  void follow(Pod now) throws IOException {
    for (Volume volume : now.getSpec().getVolumes()) {
      Path folder = folders.get(volume.getName());
      if (volume.getDownwardAPI() != null && folder != null) {
        OwnedFolder.write(folder, annotations(now, volume.getDownwardAPI()));
      }
    }
  }

  /**
   * Makes the folders.
   *
   * @param owner who the copies of claims belong to
   */
  static PodVolumes prepare(Pod pod, Identity owner, NodeConfig node, KubernetesClient client)
      throws PodProblem, IOException {
    Map<String, Path> folders = new HashMap<>();
    for (Volume volume : pod.getSpec().getVolumes()) {
      folders.put(volume.getName(), folder(pod, volume, owner, node, client));
    }
    return new PodVolumes(folders);
  }

  private static Path folder(
      Pod pod, Volume volume, Identity owner, NodeConfig node, KubernetesClient client)
      throws PodProblem, IOException {
    Path own = node.emptyDir(pod.getMetadata().getUid(), volume.getName());
    String namespace = pod.getMetadata().getNamespace();
    if (volume.getEmptyDir() != null) {
      Files.createDirectories(own);
      OwnedFolder.open(own);
      return own;
    }
    if (volume.getPersistentVolumeClaim() != null) {
      String claim = volume.getPersistentVolumeClaim().getClaimName();
      Path folder = node.claims().get(claim);
      if (folder == null || !Files.isDirectory(folder)) {
        throw new PodProblem(
            "FailedMount",
            "persistentvolumeclaim \"%s\" not found: make a folder of that name beside the YAML, or name one by --claim %s=FOLDER"
                .formatted(claim, claim));
      }
      if (!node.inPlace()) {
        OwnedFolder.copy(folder, own, owner);
        return own;
      }
      return folder;
    }
    if (volume.getHostPath() != null) {
      Path path = Path.of(volume.getHostPath().getPath());
      Path here = path.equals(POD_LOGS) ? node.logs() : path;
      if ("DirectoryOrCreate".equals(volume.getHostPath().getType()) || path.equals(POD_LOGS)) {
        Files.createDirectories(here);
      }
      return here;
    }
    if (volume.getConfigMap() != null) {
      return OwnedFolder.write(own, configMap(volume.getConfigMap().getName(), namespace, client));
    }
    if (volume.getSecret() != null) {
      return OwnedFolder.write(own, secret(volume.getSecret().getSecretName(), namespace, client));
    }
    if (volume.getDownwardAPI() != null) {
      return OwnedFolder.write(own, annotations(pod, volume.getDownwardAPI()));
    }
    throw new PodProblem(
        "FailedMount",
        "the local node has no volumes of the kind of \"%s\": use a persistentVolumeClaim"
            .formatted(volume.getName()));
  }

  private static Map<String, byte[]> annotations(Pod pod, DownwardAPIVolumeSource source) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
    Map<String, byte[]> files = new HashMap<>();
    for (DownwardAPIVolumeFile file : source.getItems()) {
      Matcher annotation = ANNOTATION.matcher(file.getFieldRef().getFieldPath());
      String value = annotation.matches() ? annotations.get(annotation.group(1)) : null;
      files.put(
          file.getPath(), value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8));
    }
    return files;
  }

  private static Map<String, byte[]> configMap(
      String name, String namespace, KubernetesClient client) throws PodProblem {
    var map = client.configMaps().inNamespace(namespace).withName(name).get();
    if (map == null) {
      throw new PodProblem("FailedMount", "configmap \"%s\" not found".formatted(name));
    }
    Map<String, byte[]> files = new HashMap<>();
    map.getData().forEach((key, text) -> files.put(key, text.getBytes(StandardCharsets.UTF_8)));
    return files;
  }

  private static Map<String, byte[]> secret(String name, String namespace, KubernetesClient client)
      throws PodProblem {
    var secret = client.secrets().inNamespace(namespace).withName(name).get();
    if (secret == null) {
      throw new PodProblem("FailedMount", "secret \"%s\" not found".formatted(name));
    }
    Map<String, byte[]> files = new HashMap<>();
    secret.getData().forEach((key, data) -> files.put(key, Base64.getDecoder().decode(data)));
    return files;
  }

  /**
   * A container's mounts.
   *
   * @param environment expands what {@code subPathExpr} refers to
   */
  List<Mount> mountsOf(Container container, ContainerEnvironment environment)
      throws PodProblem, IOException {
    List<Mount> mounts = new ArrayList<>();
    for (VolumeMount mount : container.getVolumeMounts()) {
      Path folder = folders.get(mount.getName());
      if (folder == null) {
        throw new PodProblem("FailedMount", "no volume is named \"" + mount.getName() + "\"");
      }
      mounts.add(
          new Mount(
              below(folder, subPath(mount, environment)),
              Path.of(mount.getMountPath()),
              Boolean.TRUE.equals(mount.getReadOnly())));
    }
    return mounts;
  }

  private static @Nullable String subPath(VolumeMount mount, ContainerEnvironment environment) {
    return mount.getSubPathExpr() == null
        ? mount.getSubPath()
        : environment.expand(mount.getSubPathExpr());
  }

  private static Path below(Path folder, @Nullable String subPath) throws PodProblem, IOException {
    if (subPath == null || subPath.isEmpty()) {
      return folder;
    }
    Path path = folder.resolve(subPath).normalize();
    Files.createDirectories(path);
    if (!path.toRealPath().startsWith(folder.toRealPath())) {
      throw new PodProblem("CreateContainerConfigError", subPath + " leads out of its volume");
    }
    return path;
  }
}

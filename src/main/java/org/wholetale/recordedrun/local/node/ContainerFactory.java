package org.wholetale.recordedrun.local.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.local.node.ContainerSpec.Identity;
import org.wholetale.recordedrun.local.node.ContainerSpec.Mount;
import org.wholetale.recordedrun.recorder.AccountedGroup;
import org.wholetale.recordedrun.recorder.Folders;

/** Turns a pod's containers into processes. */
final class ContainerFactory {

  private static final Map<String, String> IMAGE_ENVIRONMENT =
      Map.of(
          "PATH",
          "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          "HOME",
          "/home/jovyan",
          "LANG",
          "C.UTF-8");

  private final Pod pod;
  private final NodeConfig node;
  private final KubernetesClient client;
  private final AccountedGroup group;
  private final Clock clock;
  private final LocalNode.Output output;
  private volatile @Nullable PodVolumes volumes;

  ContainerFactory(
      Pod pod,
      NodeConfig node,
      KubernetesClient client,
      AccountedGroup group,
      Clock clock,
      LocalNode.Output output) {
    this.pod = pod;
    this.node = node;
    this.client = client;
    this.group = group;
    this.clock = clock;
    this.output = output;
  }

  /** Makes the volumes. */
  void prepare() throws PodProblem, IOException {
    Container tale = pod.getSpec().getContainers().getFirst();
    volumes = PodVolumes.prepare(pod, identity(tale), node, client);
  }

  /**
   * Starts a container.
   *
   * @param ended called when it has ended
   */
  ContainerProcess start(Container container, Runnable ended) throws PodProblem, IOException {
    PodVolumes prepared = volumes;
    if (prepared == null) {
      throw new IllegalStateException("the volumes are not prepared");
    }
    ContainerEnvironment environment =
        ContainerEnvironment.of(pod, container, IMAGE_ENVIRONMENT, client);
    List<Mount> mounts = new ArrayList<>(prepared.mountsOf(container, environment));
    Path message = terminationMessage(container);
    if (message != null) {
      Files.createDirectories(message.getParent());
      Files.writeString(message, "");
      Files.setPosixFilePermissions(message, PosixFilePermissions.fromString("rw-rw-rw-"));
      mounts.add(new Mount(message, Path.of(terminationMessagePath(container)), false));
    }
    ContainerSpec spec =
        new ContainerSpec(
            command(container, environment),
            environment.variables(),
            Path.of(container.getWorkingDir() == null ? "/" : container.getWorkingDir()),
            mounts,
            programFolders(container),
            isPrivileged(container) ? null : identity(container));
    return ContainerProcess.start(
        spec,
        Files.createDirectories(folder(container)),
        group.child(container.getName()),
        new ContainerLogFile(
            log(container),
            clock,
            (stream, bytes, length) ->
                output.write(pod, container.getName(), stream, bytes, length)),
        ended);
  }

  /** Where a container's termination message lies here; null where it has none. */
  @Nullable Path terminationMessage(Container container) {
    return terminationMessagePath(container) == null
        ? null
        : folder(container).resolve("termination-log");
  }

  /** The end of what a container has printed. */
  String lastOutput(Container container) throws IOException {
    return ContainerLogFile.end(log(container));
  }

  /** Where the container sees it; a privileged one has the machine's own devices. */
  private static @Nullable String terminationMessagePath(Container container) {
    return container.getTerminationMessagePath() == null && !isPrivileged(container)
        ? "/dev/termination-log"
        : container.getTerminationMessagePath();
  }

  /** Tells the containers of the pod's annotations as they are now. */
  void follow(Pod now) throws IOException {
    PodVolumes prepared = volumes;
    if (prepared != null) {
      prepared.follow(now);
    }
  }

  /** Removes the volumes that go with the pod. */
  void removeEmptyDirs() throws IOException {
    for (Volume volume : pod.getSpec().getVolumes()) {
      Path folder = node.emptyDir(pod.getMetadata().getUid(), volume.getName());
      if (volume.getEmptyDir() != null && Files.exists(folder)) {
        Folders.delete(folder);
      }
    }
  }

  private List<String> command(Container container, ContainerEnvironment environment) {
    List<String> command = new ArrayList<>();
    container.getCommand().forEach(word -> command.add(environment.expand(word)));
    container.getArgs().forEach(word -> command.add(environment.expand(word)));
    return withStandIns(command);
  }

  /** Programs of the recorder's image come first, each given the next as its argument. */
  private List<String> withStandIns(List<String> command) {
    List<String> line = new ArrayList<>();
    int words = 0;
    while (words < command.size() && node.programs().containsKey(command.get(words))) {
      line.addAll(node.programs().get(command.get(words++)));
    }
    line.addAll(command.subList(words, command.size()));
    return line;
  }

  private List<Path> programFolders(Container container) {
    return container.getCommand().stream()
            .limit(1)
            .anyMatch(program -> node.programs().containsKey(program))
        ? node.programFolders()
        : List.of();
  }

  private static boolean isPrivileged(Container container) {
    SecurityContext security = container.getSecurityContext();
    return security != null && Boolean.TRUE.equals(security.getPrivileged());
  }

  private Identity identity(Container container) {
    SecurityContext own = container.getSecurityContext();
    PodSecurityContext all = pod.getSpec().getSecurityContext();
    long user = own != null && own.getRunAsUser() != null ? own.getRunAsUser() : 1000;
    long group = own != null && own.getRunAsGroup() != null ? own.getRunAsGroup() : 100;
    List<Long> groups = new ArrayList<>();
    if (all != null) {
      if (all.getFsGroup() != null) {
        groups.add(all.getFsGroup());
      }
      groups.addAll(all.getSupplementalGroups());
    }
    return new Identity(user, group, groups);
  }

  private Path folder(Container container) {
    return node.pod(pod.getMetadata().getUid()).resolve("containers").resolve(container.getName());
  }

  private Path log(Container container) {
    return node.logs()
        .resolve(
            "%s_%s_%s"
                .formatted(
                    pod.getMetadata().getNamespace(),
                    pod.getMetadata().getName(),
                    pod.getMetadata().getUid()))
        .resolve(container.getName())
        .resolve("0.log");
  }
}

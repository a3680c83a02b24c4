package org.wholetale.recordedrun.e2e.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RunStatus;

/** Who sees everything that comes and goes in a namespace of one run. */
final class Witness implements AutoCloseable {

  private final Set<String> pods = ConcurrentHashMap.newKeySet();
  private final List<RunStatus> phases = new CopyOnWriteArrayList<>();
  private final List<SharedIndexInformer<?>> informers;
  private volatile String lastMessage = "";

  Witness(KubernetesClient client, String namespace) {
    this.informers =
        List.of(
            client
                .pods()
                .inNamespace(namespace)
                .inform(each((Pod pod) -> pods.add(pod.getMetadata().getUid()))),
            client.resources(RecordedRun.class).inNamespace(namespace).inform(each(this::see)));
  }

  private void see(RecordedRun run) {
    if (run.getStatus() != null) {
      lastMessage = String.valueOf(run.getStatus().message());
    }
    if (run.getStatus() != null
        && (phases.isEmpty() || phases.getLast() != run.getStatus().phase())) {
      phases.add(run.getStatus().phase());
    }
  }

  /** What the run's status said last. */
  String lastMessage() {
    return lastMessage;
  }

  /** How many pods there ever were. */
  int pods() {
    return pods.size();
  }

  /** The phases that the run was seen in, one after the other. */
  List<RunStatus> phases() {
    return List.copyOf(phases);
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }

  private static <T extends HasMetadata> ResourceEventHandler<T> each(Consumer<T> seen) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T object) {
        seen.accept(object);
      }

      @Override
      public void onUpdate(T before, T object) {
        seen.accept(object);
      }

      @Override
      public void onDelete(T object, boolean unknown) {
        seen.accept(object);
      }
    };
  }
}

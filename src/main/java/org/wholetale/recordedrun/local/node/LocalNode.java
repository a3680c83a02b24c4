package org.wholetale.recordedrun.local.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.recorder.CgroupHierarchy;
import org.wholetale.recordedrun.recorder.RecorderException;

/** Takes every pod that appears, and runs it on this machine. Needs to be root. */
public final class LocalNode implements AutoCloseable {

  /** Takes what containers print. */
  @FunctionalInterface
  public interface Output {

    /**
     * Called with each piece as it comes, on several threads.
     *
     * @param stream stdout or stderr
     * @param bytes only valid during the call
     */
    void write(Pod pod, String container, String stream, byte[] bytes, int length);
  }

  private static final Logger LOG = LoggerFactory.getLogger(LocalNode.class);

  private final NodeConfig config;
  private final KubernetesClient client;
  private final CgroupHierarchy hierarchy;
  private final Clock clock;
  private final Output output;
  private final Map<String, PodRun> pods = new ConcurrentHashMap<>();
  private final Map<String, Thread> threads = new ConcurrentHashMap<>();
  private final SharedIndexInformer<Pod> informer;

  private LocalNode(NodeConfig config, KubernetesClient client, Clock clock, Output output)
      throws RecorderException {
    this.config = config;
    this.client = client;
    this.clock = clock;
    this.output = output;
    this.hierarchy = CgroupHierarchy.mounted();
    this.informer = client.pods().inAnyNamespace().runnableInformer(0);
  }

  /** Starts the node: from now on it runs pods. */
  public static LocalNode start(
      NodeConfig config, KubernetesClient client, Clock clock, Output output)
      throws RecorderException {
    LocalNode node = new LocalNode(config, client, clock, output);
    node.informer.addEventHandler(node.new Handler());
    node.informer.start().toCompletableFuture().join();
    return node;
  }

  /** Ends the node; what still runs is killed. */
  @Override
  public void close() {
    informer.stop();
    pods.values().forEach(pod -> pod.stop().delete());
    threads.values().forEach(LocalNode::join);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(Pod pod) {
    String uid = pod.getMetadata().getUid();
    if (isOver(pod) || pods.containsKey(uid)) {
      return;
    }
    PodRun run = new PodRun(pod, config, client, hierarchy, clock, output);
    pods.put(uid, run);
    threads.put(
        uid,
        Thread.ofPlatform().name("pod-" + pod.getMetadata().getName()).start(() -> run(pod, run)));
  }

  private void run(Pod pod, PodRun run) {
    try {
      bind(pod);
      run.run();
    } catch (KubernetesClientException e) {
      LOG.atWarn()
          .addKeyValue("pod", pod.getMetadata().getName())
          .log("not run: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a scheduler does. */
  private void bind(Pod pod) {
    client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            new PodBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewSpec()
                .withNodeName(config.name())
                .endSpec()
                .build());
  }

  private static boolean isOver(Pod pod) {
    return pod.getStatus() != null
        && ("Succeeded".equals(pod.getStatus().getPhase())
            || "Failed".equals(pod.getStatus().getPhase()));
  }

  private final class Handler implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      take(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod now) {
      PodRun run = pods.get(now.getMetadata().getUid());
      if (run != null) {
        run.update(now);
      }
    }

    @Override
    public void onDelete(Pod pod, boolean stateUnknown) {
      PodRun run = pods.get(pod.getMetadata().getUid());
      if (run != null) {
        run.stop().delete();
      }
    }
  }
}

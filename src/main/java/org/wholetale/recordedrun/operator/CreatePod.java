package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.net.HttpURLConnection;
import java.util.Objects;
import org.wholetale.recordedrun.api.RecordedRun;

/** Creates the pod of a run that never had one: once, and never again. */
record CreatePod(RunPods pods, PodCache cache, OperatorConfig config) implements Step {

  private static final int UNPROCESSABLE = 422;

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    return Progress.proceed(isDue(facts) ? created(facts) : facts);
  }

  private static boolean isDue(RunFacts facts) {
    return facts.pod() == null
        && !facts.hadPod()
        && !facts.ended()
        && !facts.spec().isCancelled()
        && !facts.spec().isSuspended();
  }

  private RunFacts created(RunFacts facts) {
    Pod pod = RunPod.of(facts.run(), config);
    try {
      Pod created = pods.create(pod);
      cache.created(created);
      return facts.withPod(created);
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case HttpURLConnection.HTTP_CONFLICT -> taken(facts, pod);
        case UNPROCESSABLE, HttpURLConnection.HTTP_BAD_REQUEST ->
            facts.withRefusal(new Refusal(message(e), true));
        case HttpURLConnection.HTTP_FORBIDDEN -> facts.withRefusal(new Refusal(message(e), false));
        default -> throw e;
      };
    }
  }

  /** The name is taken: by this run's own pod, after a restart, or by somebody else's. */
  private RunFacts taken(RunFacts facts, Pod pod) {
    return pods.find(facts.run())
        .map(facts::withPod)
        .orElseGet(() ->
            facts.withRefusal(
                new Refusal(
                    "a pod named %s exists already and is not this run's: delete it and create"
                            .formatted(pod.getMetadata().getName())
                        + " the run again",
                    true)));
  }

  private static String message(KubernetesClientException e) {
    return e.getStatus() != null && e.getStatus().getMessage() != null
        ? e.getStatus().getMessage()
        : Objects.requireNonNullElse(e.getMessage(), "the pod was refused");
  }
}

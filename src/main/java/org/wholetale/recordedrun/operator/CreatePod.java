package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.net.HttpURLConnection;
import org.wholetale.recordedrun.api.RecordedRun;

/** Creates the pod of a run that never had one: once, and never again. */
record CreatePod(RunPods pods, PodCache cache, OperatorConfig config) implements Step {

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    return Progress.proceed(facts.isFreeToStart() ? created(facts) : facts);
  }

  private RunFacts created(RunFacts facts) {
    Pod pod = RunPod.of(facts.run(), config);
    try {
      Pod created = pods.create(pod);
      cache.created(created);
      return facts.withPod(created);
    } catch (KubernetesClientException e) {
      return e.getCode() == HttpURLConnection.HTTP_CONFLICT
          ? taken(facts, pod)
          : facts.withRefusal(Refusal.of(e).orElseThrow(() -> e));
    }
  }

  /** The name is taken: by this run's own pod, after a restart, or by somebody else's. */
  private RunFacts taken(RunFacts facts, Pod pod) {
    return pods.find(facts.run())
        .map(facts::withPod)
        .orElseGet(() ->
            facts.withRefusal(
                Refusal.permanent(
                    "a pod named %s exists already and is not this run's: delete it and create"
                            .formatted(pod.getMetadata().getName())
                        + " the run again")));
  }
}

package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;

/** Writes the derived status where it differs, and tells who listens once it is persisted. */
record PublishStatus(List<Consumer<Transition>> listeners) implements Step {

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    RecordedRunStatus next = StatusDerivation.derive(facts);
    RecordedRunStatus previous = facts.run().getStatus();
    if (isNoNews(next, previous)) {
      return Progress.proceed(facts);
    }
    RecordedRun persisted = patched(facts.run(), next, context);
    if (previous == null || previous.phase() != next.phase()) {
      Transition transition = new Transition(facts.run(), facts.pod(), previous, next);
      listeners.forEach(listener -> listener.accept(transition));
    }
    return Progress.proceed(facts.withRun(persisted));
  }

  private static boolean isNoNews(RecordedRunStatus next, @Nullable RecordedRunStatus previous) {
    return previous != null && news(next).equals(news(previous));
  }

  /**
   * All but the node, which a pod has at once, and the phase that Girder knows: they wait for what
   * else becomes of the run.
   */
  private static RecordedRunStatus news(RecordedRunStatus status) {
    return status.withNodeName(null).withReported(null, status.conditions());
  }

  /** A fresh object: one that carries an old resourceVersion would draw a conflict. */
  private static RecordedRun patched(
      RecordedRun run, RecordedRunStatus status, Context<RecordedRun> context) {
    RecordedRun fresh = new RecordedRun();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(run.getMetadata().getNamespace())
            .withName(run.getMetadata().getName())
            .build());
    fresh.setStatus(status);
    RecordedRun persisted =
        context
            .getClient()
            .resource(fresh)
            .subresource("status")
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                    .withFieldManager(context.getControllerConfiguration().fieldManager())
                    .withForce(true)
                    .build());
    context
        .eventSourceRetriever()
        .getControllerEventSource()
        .handleRecentResourceUpdate(ResourceID.fromResource(run), persisted, run);
    return persisted;
  }
}

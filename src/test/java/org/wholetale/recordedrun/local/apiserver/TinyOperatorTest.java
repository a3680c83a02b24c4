package org.wholetale.recordedrun.local.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RunStatus;

/** The server is good enough for the operator framework: finalizers, status and cleanup. */
class TinyOperatorTest {

  private final EmbeddedApiServer server = EmbeddedApiServer.start();
  private final Starter starter = new Starter();
  private final Operator operator =
      new Operator(configuration ->
          configuration.withKubernetesClient(
              new KubernetesClientBuilder().withConfig(server.config()).build()));

  @BeforeEach
  void startTheOperator() {
    operator.register(starter);
    operator.start();
  }

  @AfterEach
  void stopAll() {
    operator.stop();
    server.close();
  }

  @Test
  void anOperatorReconcilesAndCleansUp() {
    Resource<RecordedRun> run = server.client().resource(Runs.named("hello"));
    run.create();

    await()
        .untilAsserted(() -> {
          assertThat(run.get().getStatus()).isEqualTo(Runs.status(RunStatus.STARTING, null));
          assertThat(run.get().getFinalizers()).containsExactly("wholetale.org/archive");
        });
    assertThat(run.get().getMetadata().getGeneration()).isEqualTo(1);

    run.delete();
    await().until(() -> run.get() == null);
    assertThat(starter.cleanups).hasValue(1);
  }

  @ControllerConfiguration(finalizerName = "wholetale.org/archive")
  static final class Starter implements Reconciler<RecordedRun>, Cleaner<RecordedRun> {

    private final AtomicInteger cleanups = new AtomicInteger();

    @Override
    public UpdateControl<RecordedRun> reconcile(RecordedRun run, Context<RecordedRun> context) {
      RecordedRun patch = new RecordedRun();
      patch.setMetadata(
          new ObjectMetaBuilder()
              .withName(run.getMetadata().getName())
              .withNamespace(run.getMetadata().getNamespace())
              .build());
      patch.setStatus(Runs.status(RunStatus.STARTING, null));
      return UpdateControl.patchStatus(patch);
    }

    @Override
    public DeleteControl cleanup(RecordedRun run, Context<RecordedRun> context) {
      cleanups.incrementAndGet();
      return DeleteControl.defaultDelete();
    }
  }
}

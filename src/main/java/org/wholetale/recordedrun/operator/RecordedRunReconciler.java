package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.wholetale.recordedrun.api.Labels;
import org.wholetale.recordedrun.api.RecordedRun;

/** The life of a run, step by step, and its end. */
@ControllerConfiguration(
    name = RecordedRunReconciler.NAME,
    finalizerName = Labels.ARCHIVE,
    generationAwareEventProcessing = false) // the annotation that lets go changes no generation
final class RecordedRunReconciler implements Reconciler<RecordedRun>, Cleaner<RecordedRun> {

  static final String NAME = "recordedrun";

  private final OperatorConfig config;
  private final Clock clock;
  private final Consumer<Supplier<Stream<RecordedRun>>> census;
  private final PodCache cache = new PodCache();
  private final Recoveries recoveries;
  private final StatusReports reports;
  private final SimpleInboundEventSource<RecordedRun> wakeups =
      new SimpleInboundEventSource<>("wakeups");
  private final List<Step> life;
  private final List<Step> end;

  /**
   * @param recoveries remain the caller's to close
   * @param reports remain the caller's to close
   * @param jitter of the times until a run that was refused asks again
   * @param census is given a view of all runs, to count them
   * @param listeners hear of every phase that a run enters
   */
  RecordedRunReconciler(
      KubernetesClient client,
      OperatorConfig config,
      Clock clock,
      Recoveries recoveries,
      StatusReports reports,
      Jitter jitter,
      Consumer<Supplier<Stream<RecordedRun>>> census,
      List<Consumer<Transition>> listeners) {
    this.config = config;
    this.census = census;
    this.clock = clock;
    this.recoveries = recoveries;
    this.reports = reports;
    RunPods pods = new RunPods(client);
    Places places = new Places(config.maxRunning(), wakeups::propagateEvent);
    this.life =
        List.of(
            new FindPod(pods),
            new LookAtNode(client, config.nodePatience()),
            new Preflight(
                config,
                new NamespaceObjects(client, clock),
                StoreCheck.of(client, config.store(), clock),
                wakeups::propagateEvent),
            new TakePlace(places, cache),
            new CreatePod(pods, cache, config),
            new StopPod(pods, cache),
            new TellImage(pods, cache),
            new RecoverArchive(recoveries, RecoverArchive::isNeverClosed),
            new TellGirder(reports),
            new PublishStatus(listeners),
            new TellGirder(reports), // of what is published only now
            new LeavePlace(places, cache),
            new AbandonPod(pods),
            new ReleasePod(pods, cache),
            new ExpireRun(),
            new AwaitDeadline(config.nodePatience(), jitter));
    this.end =
        List.of(
            new FindPod(pods),
            new DeletePod(pods),
            new RecoverArchive(recoveries, RecoverArchive::isNeverClosed),
            new TellGirder(reports),
            new PublishStatus(listeners),
            new TellGirder(reports), // of what is published only now
            new LeavePlace(places, cache),
            new AwaitReport(),
            new AwaitPodEnd(config),
            new RecoverArchive(recoveries, RecoverArchive::isGivenUp),
            new LetGoOfPod(pods));
  }

  @Override
  public UpdateControl<RecordedRun> reconcile(RecordedRun run, Context<RecordedRun> context) {
    UpdateControl<RecordedRun> nothing = UpdateControl.noUpdate();
    return switch (Step.takeAll(life, RunFacts.of(run, clock.instant()), context)) {
      case Progress.Wait wait -> nothing.rescheduleAfter(wait.atMost());
      case Progress.Proceed _, Progress.Done _ -> nothing;
    };
  }

  @Override
  public DeleteControl cleanup(RecordedRun run, Context<RecordedRun> context) {
    return switch (Step.takeAll(end, RunFacts.of(run, clock.instant()), context)) {
      case Progress.Wait wait ->
          DeleteControl.noFinalizerRemoval().rescheduleAfter(wait.atMost().toMillis());
      case Progress.Proceed _, Progress.Done _ -> {
        recoveries.forget(run);
        reports.forget(run);
        yield DeleteControl.defaultDelete();
      }
    };
  }

  @Override
  public List<EventSource<?, RecordedRun>> prepareEventSources(
      EventSourceContext<RecordedRun> context) {
    var pods =
        InformerEventSourceConfiguration.from(Pod.class, RecordedRun.class)
            .withNamespacesInheritedFromController()
            .withLabelSelector(Labels.RECORDED_RUN);
    if (config.namespaces().size() <= 1) { // informers of several namespaces would share the store
      pods.withItemStore(new LeanPodStore());
    }
    var source = new InformerEventSource<Pod, RecordedRun>(pods.build(), context);
    cache.feed(source);
    census.accept(() -> context.getPrimaryCache().list());
    return List.of(source, recoveries.eventSource(), reports.eventSource(), wakeups);
  }
}

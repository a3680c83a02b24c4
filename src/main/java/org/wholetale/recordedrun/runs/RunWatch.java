package org.wholetale.recordedrun.runs;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Set;
import org.wholetale.recordedrun.api.RecordedRun;

/** Keeps the board as the API server has the runs. */
final class RunWatch implements ResourceEventHandler<RecordedRun>, AutoCloseable {

  private final RunBoard board;
  private final List<SharedIndexInformer<RecordedRun>> informers;

  /**
   * Starts to watch, and returns once all runs that exist are on the board.
   *
   * @param namespaces empty for all
   */
  RunWatch(KubernetesClient client, Set<String> namespaces, RunBoard board) {
    this.board = board;
    var runs = client.resources(RecordedRun.class);
    this.informers =
        namespaces.isEmpty()
            ? List.of(informer(runs.inAnyNamespace()))
            : namespaces.stream().map(name -> informer(runs.inNamespace(name))).toList();
  }

  private SharedIndexInformer<RecordedRun> informer(
      FilterWatchListDeletable<RecordedRun, ?, ?> runs) {
    SharedIndexInformer<RecordedRun> informer =
        runs.runnableInformer(0).itemStore(new RunIdentityStore()).addEventHandler(this);
    informer.exceptionHandler((isStarted, problem) -> true); // tries again, whatever it was
    return informer.run();
  }

  @Override
  public void onAdd(RecordedRun run) {
    board.put(RunRow.of(run));
  }

  @Override
  public void onUpdate(RecordedRun before, RecordedRun now) {
    board.put(RunRow.of(now));
  }

  @Override
  public void onDelete(RecordedRun run, boolean lastStateUnknown) {
    board.remove(
        new RunKey(run.getMetadata().getNamespace(), run.getMetadata().getName()),
        run.getMetadata().getUid());
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }
}

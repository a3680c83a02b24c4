package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecordedRun;

/** Tells the pods' informer what was just written, so that the next reconcile sees it. */
final class PodCache {

  private final AtomicReference<@Nullable InformerEventSource<Pod, RecordedRun>> informer =
      new AtomicReference<>();

  void feed(InformerEventSource<Pod, RecordedRun> source) {
    informer.set(source);
  }

  /** The pods of a namespace's runs, but for what was written only just now. */
  Stream<Pod> of(String namespace) {
    InformerEventSource<Pod, RecordedRun> source = informer.get();
    return source == null ? Stream.empty() : source.list(namespace);
  }

  void created(Pod pod) {
    InformerEventSource<Pod, RecordedRun> source = informer.get();
    if (source != null) {
      source.handleRecentResourceCreate(ResourceID.fromResource(pod), pod);
    }
  }

  void updated(Pod pod, Pod before) {
    InformerEventSource<Pod, RecordedRun> source = informer.get();
    if (source != null) {
      source.handleRecentResourceUpdate(ResourceID.fromResource(pod), pod, before);
    }
  }
}

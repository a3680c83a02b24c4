package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.stream.Stream;
import org.wholetale.recordedrun.api.RecordedRun;

/** The runs of a namespace, as the operator's informers show them. */
record CachedNeighbours(String namespace, IndexedResourceCache<RecordedRun> cached, PodCache pods)
    implements Places.Neighbours {

  static CachedNeighbours of(RunFacts facts, Context<RecordedRun> context, PodCache pods) {
    return new CachedNeighbours(
        facts.run().getMetadata().getNamespace(), context.getPrimaryCache(), pods);
  }

  /** One by one, since a list may not show yet what the operator itself has just written. */
  @Override
  public Stream<RecordedRun> runs() {
    return cached.list(namespace).map(run -> cached.get(ResourceID.fromResource(run)).orElse(run));
  }

  @Override
  public Stream<String> holders() {
    return pods.of(namespace)
        .filter(pod -> !new ObservedPod(pod).ended())
        .map(Pod::getMetadata)
        .flatMap(meta -> meta.getOwnerReferences().stream())
        .map(OwnerReference::getUid);
  }
}

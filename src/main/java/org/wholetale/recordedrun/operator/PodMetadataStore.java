package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;

/** Keeps of pods who they are, and nothing of what they do, for those who ask no more of them. */
final class PodMetadataStore extends BasicItemStore<Pod> {

  PodMetadataStore() {
    super(Cache::metaNamespaceKeyFunc);
  }

  @Override
  public Pod put(String key, Pod pod) {
    pod.getMetadata().setManagedFields(null);
    pod.setSpec(null);
    pod.setStatus(null);
    return super.put(key, pod);
  }
}

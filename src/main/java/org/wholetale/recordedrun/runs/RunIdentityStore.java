package org.wholetale.recordedrun.runs;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import org.wholetale.recordedrun.api.RecordedRun;

/** Keeps of runs who they are, since the board keeps the rest. */
final class RunIdentityStore extends BasicItemStore<RecordedRun> {

  RunIdentityStore() {
    super(Cache::metaNamespaceKeyFunc);
  }

  /** Keeps a copy: whoever is told of the run next gets this object. */
  @Override
  public RecordedRun put(String key, RecordedRun run) {
    RecordedRun identity = new RecordedRun();
    identity.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(run.getMetadata().getNamespace())
            .withName(run.getMetadata().getName())
            .withUid(run.getMetadata().getUid())
            .withResourceVersion(run.getMetadata().getResourceVersion())
            .build());
    return super.put(key, identity);
  }

  /** Has runs told of as they are listed, not out of here, where they are not whole. */
  @Override
  public boolean isFullState() {
    return false;
  }
}

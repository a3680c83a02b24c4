package org.wholetale.recordedrun.operator;

import java.io.IOException;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.runs.RunArchives;

/** Archives where this operator has them written, with the keys of each run's namespace. */
record RunArchiveAccess(StoreAccess access) implements RunArchives {

  @Override
  public ArchiveStore open(RecordedRun run) throws IOException {
    return ArchiveStores.open(
        ArchiveLocation.parse(RunNames.archive(run, access.store().location())),
        access.environment(run.getMetadata().getNamespace()));
  }
}

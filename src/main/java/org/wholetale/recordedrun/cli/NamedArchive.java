package org.wholetale.recordedrun.cli;

import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.archive.Sha256;

/**
 * An archive that a user named, by its location or by its run.
 *
 * @param location a folder or {@code s3://bucket/prefix}
 * @param manifestSha256 what the run's status says that the manifest is; null where it says nothing
 */
record NamedArchive(String location, @Nullable Sha256 manifestSha256) {}

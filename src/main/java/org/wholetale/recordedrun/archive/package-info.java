/**
 * Where a run is kept: stores (folder, S3), the manifest that proves an archive whole, and its
 * verification. Nothing here knows how events come about.
 */
@NullMarked
package org.wholetale.recordedrun.archive;

import org.jspecify.annotations.NullMarked;

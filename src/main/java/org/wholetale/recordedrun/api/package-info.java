/**
 * The contract: the {@code RecordedRun} resource, its statuses, conditions and reasons, and the two
 * JSON documents that the operator and the recorder exchange. No behaviour beyond what the data
 * itself says; it depends on no other package.
 */
@NullMarked
package org.wholetale.recordedrun.api;

import org.jspecify.annotations.NullMarked;

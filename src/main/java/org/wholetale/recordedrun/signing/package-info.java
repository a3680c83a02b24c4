/**
 * Keys, signatures, envelopes and timestamps: what others' tools check who knew these bytes, and
 * when. Nothing here knows what is signed.
 */
@NullMarked
package org.wholetale.recordedrun.signing;

import org.jspecify.annotations.NullMarked;

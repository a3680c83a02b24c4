package org.wholetale.recordedrun.trace;

import org.jspecify.annotations.Nullable;

/**
 * A line of a trace.
 *
 * @param seq its number, from 0 through all segments
 * @param event null where it is of a type that this version does not know
 */
public record NumberedEvent(long seq, @Nullable Event event) {}

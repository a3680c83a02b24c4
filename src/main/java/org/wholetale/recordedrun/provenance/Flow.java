package org.wholetale.recordedrun.provenance;

/**
 * That what is at one place may come to another.
 *
 * @param since the first moment when it may, nanoseconds since the trace's start
 * @param until the last one
 * @param inherited whether that takes a descriptor that a parent's child may have kept
 */
record Flow(Place from, Place to, long since, long until, boolean inherited) {

  /** The beginning of all time, for what was there before the run. */
  static final long ALWAYS = Long.MIN_VALUE;

  /** The end of all time, for what nobody saw end. */
  static final long EVER = Long.MAX_VALUE;
}

package org.wholetale.recordedrun.runs;

/** Which run is meant. */
record RunKey(String namespace, String name) {}

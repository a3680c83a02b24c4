package org.wholetale.recordedrun.trace;

/**
 * A process: its number on the node, and when it started, since numbers are used again.
 *
 * @param pid the node's number (the kernel's tgid)
 * @param start nanoseconds since the trace's start; negative for one that was there before
 */
public record ProcessId(int pid, long start) {}

package org.wholetale.recordedrun.trace;

/** Whom a process runs as: the node's numbers of its real user and group. */
public record UserId(int uid, int gid) {}

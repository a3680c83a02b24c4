package org.wholetale.recordedrun.api;

/**
 * Where the recorder's container has its mounts. Fixed, so that nothing in a user's spec can shadow
 * the recorder's own files.
 */
public final class RecorderPaths {

  public static final String ROOT = "/run/recordedrun";

  /** The tale's workspace, read-only. */
  public static final String WORKSPACE = ROOT + "/workspace";

  /** The tale's data, read-only. */
  public static final String DATA = ROOT + "/data";

  /** The pod's log folder on the node, read-only. */
  public static final String LOGS = ROOT + "/logs";

  /** The node's {@code /proc}, read-only. */
  public static final String PROC = ROOT + "/proc";

  /** The tree of control groups, mounted by the recorder for itself. */
  public static final String CGROUP = ROOT + "/cgroup";

  /** What is recorded, until it is archived. */
  public static final String SPOOL = ROOT + "/spool";

  /** Exists once bpftrace records; the startup probe looks for it. */
  public static final String GATE = SPOOL + "/recording";

  /** Made by the preStop hook: the tale is being stopped from outside. */
  public static final String STOPPING = SPOOL + "/stopping";

  /** The container's termination message, a {@link RecorderReport} as JSON. */
  public static final String REPORT = ROOT + "/termination-log";

  private RecorderPaths() {}
}

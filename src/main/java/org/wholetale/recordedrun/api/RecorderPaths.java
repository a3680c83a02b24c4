package org.wholetale.recordedrun.api;

/**
 * Where the containers of the recorder's image have their mounts. Fixed, so that nothing in a
 * user's spec can shadow the recorder's own files.
 */
public final class RecorderPaths {

  public static final String ROOT = "/run/recordedrun";

  /** The tale's workspace: read-only for the recorder, writable for what prepares it. */
  public static final String WORKSPACE = ROOT + "/workspace";

  /**
   * The folder that the workspace lies in, writable; there only where something is written back.
   */
  public static final String RUN_FOLDER = ROOT + "/run-folder";

  /** The tale's data, read-only. */
  public static final String DATA = ROOT + "/data";

  /** The pod's log folder on the node, read-only. */
  public static final String LOGS = ROOT + "/logs";

  /** The node's {@code /proc}, read-only. */
  public static final String PROC = ROOT + "/proc";

  /**
   * The tree of control groups, mounted by the recorder for itself; where there are others of
   * cgroup v1, they are beside it, {@code cgroup-memory} and so on.
   */
  public static final String CGROUP = ROOT + "/cgroup";

  /**
   * The volume for what is recorded, until it is archived; this run's folder in it is named by
   * {@link #spoolOf}.
   */
  public static final String SPOOLS = ROOT + "/spools";

  /** What probe, hook and recorder tell each other by. */
  public static final String CONTROL = ROOT + "/control";

  /** What the operator tells the recorder while it runs. */
  public static final String POD = ROOT + "/pod";

  /** The file with the tale's image digest; empty until it is known. */
  public static final String IMAGE_DIGEST = POD + "/image-digest";

  /** The file with the {@link Reason} for which the operator stops the pod; empty otherwise. */
  public static final String STOPPED_FOR = POD + "/stopped-for";

  /** What the archive is signed with, read-only; there only where it is. */
  public static final String SIGNING = ROOT + "/signing";

  /** The file with the private key. */
  public static final String SIGNING_KEY = SIGNING + "/key";

  /** The file with its passphrase; there only where it has one. */
  public static final String SIGNING_PASSPHRASE = SIGNING + "/passphrase";

  /** The variable with the address of a timestamp authority; not set where there is none. */
  public static final String TIMESTAMP_AUTHORITY = "RECORDEDRUN_TIMESTAMP_AUTHORITY";

  /** Exists once bpftrace records; the startup probe waits for it. */
  public static final String GATE = CONTROL + "/recording";

  /** Made by the preStop hook: the tale is being stopped from outside. */
  public static final String STOPPING = CONTROL + "/stopping";

  /** The container's termination message, a {@link RecorderReport} as JSON. */
  public static final String REPORT = ROOT + "/termination-log";

  private RecorderPaths() {}

  /** The folder of a pod's run in the volume for spools, which other pods may use as well. */
  public static String spoolOf(String namespace, String pod, String uid) {
    return SPOOLS + "/" + spoolName(namespace, pod, uid);
  }

  /** The name of that folder, wherever the volume lies. */
  public static String spoolName(String namespace, String pod, String uid) {
    return "%s_%s_%s".formatted(namespace, pod, uid);
  }
}

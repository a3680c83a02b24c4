package org.wholetale.recordedrun.api;

/** Names in metadata that several parts, and users, rely on. */
public final class Labels {

  /** Label on everything that belongs to a run; its value is the run's name. */
  public static final String RECORDED_RUN = "wholetale.org/recorded-run";

  /** Finalizer that keeps a pod until the operator has read how it ended. */
  public static final String READ_POD = "wholetale.org/read-pod";

  /** Finalizer that keeps a run until its pod was stopped and read. */
  public static final String ARCHIVE = "wholetale.org/archive";

  /** Annotation by which a person makes the operator let go at once: value {@code "true"}. */
  public static final String RELEASE = "wholetale.org/release";

  /**
   * Annotation on a pod that the operator has stopped: the {@link Reason} why, set in the same
   * request, so that the end of the pod can be told from any other.
   */
  public static final String STOPPED_FOR = "wholetale.org/stopped-for";

  /**
   * Annotation on a pod by which its recorder learns what the tale's image is, once the node has
   * it: a digest, such as {@code sha256:...}.
   */
  public static final String IMAGE_DIGEST = "wholetale.org/image-digest";

  /**
   * Label of a Secret with a Girder token, by which whoever owns it lets runs of its namespace use
   * it: value {@code "true"}.
   */
  public static final String FOR_STATUS_CALLBACKS = "wholetale.org/for-status-callbacks";

  private Labels() {}
}

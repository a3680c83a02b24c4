package org.wholetale.recordedrun.runs;

/**
 * Where the runs page is served, and to whom.
 *
 * @param port 0 for any free one
 * @param visitors who may see it
 */
public record RunsPageConfig(int port, Visitors visitors) {

  /** Who is served. */
  public enum Visitors {
    /** Whoever shows a token of the cluster, with what that may see; on all interfaces. */
    WITH_TOKEN,
    /** Whoever is on this machine, with everything; on the loopback interface alone. */
    ON_THIS_MACHINE
  }
}

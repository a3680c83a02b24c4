package org.wholetale.recordedrun.e2e.cluster;

import static org.wholetale.recordedrun.e2e.cluster.TestCluster.eventually;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.wholetale.recordedrun.cli.KillPoint;
import org.wholetale.recordedrun.cli.MortalOperator;
import org.wholetale.recordedrun.e2e.Recordedrun;

/**
 * Two operators of one installation, as processes outside of the cluster: one that leads, and dies
 * at a certain point, and one that stands by.
 */
record OperatorPair(Recordedrun.Running leader, Recordedrun.Running other)
    implements AutoCloseable {

  /** How a process ends that was killed. */
  private static final int KILLED = 128 + 9;

  /**
   * Starts both.
   *
   * @param namespace whose runs they watch, and where their Lease is
   * @param folder for what they print and need
   */
  static OperatorPair start(
      TestCluster cluster,
      InstalledOperator installed,
      RunsNamespace namespace,
      KillPoint point,
      URI girder,
      Path folder)
      throws IOException {
    Map<String, String> environment = new HashMap<>(cluster.settings());
    environment.put("KUBECONFIG", installed.kubeconfig(folder, namespace.name()).toString());
    environment.put("RECORDEDRUN_NAMESPACES", namespace.name());
    environment.put("RECORDEDRUN_LEADER_ELECTION", "pair");
    environment.put("RECORDEDRUN_HTTP_PORT", "0");
    environment.put("RECORDEDRUN_GIRDER_URL", girder.toString());
    Recordedrun recordedrun = new Recordedrun(folder, environment);
    Recordedrun.Running leader = recordedrun.start(MortalOperator.class, point.name());
    eventually().alias("the first leads").until(() -> leader.err().contains("leading"));
    return new OperatorPair(leader, recordedrun.start("operator"));
  }

  void killLeader() {
    leader.process().destroyForcibly();
  }

  /** Waits until the one that led is dead, for which it must have come to its point. */
  void awaitDeath() {
    eventually()
        .atMost(Failure.PATIENCE)
        .alias("the operator was killed: " + leader.err())
        .until(() -> !leader.process().isAlive() && leader.process().exitValue() == KILLED);
  }

  @Override
  public void close() {
    leader.close();
    other.close();
  }
}

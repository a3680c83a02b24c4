package org.wholetale.recordedrun.operator;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This operator's claim to a Lease: of those that compete for it, only its holder acts. */
final class Leadership {

  private static final Logger log = LoggerFactory.getLogger(Leadership.class);

  private final String lease;
  private final String identity;
  private final KubernetesClient client;
  private final Runnable onLoss;
  private final AtomicBoolean leads = new AtomicBoolean();
  private final AtomicBoolean resigned = new AtomicBoolean();

  private Leadership(String lease, String identity, KubernetesClient client, Runnable onLoss) {
    this.lease = lease;
    this.identity = identity;
    this.client = client;
    this.onLoss = onLoss;
  }

  /** A claim to that Lease in the client's own namespace: in a pod, the pod's. */
  static Leadership by(String lease, KubernetesClient client, Runnable onLoss) {
    String host = requireNonNullElse(System.getenv("HOSTNAME"), "operator");
    return new Leadership(lease, host + "_" + UUID.randomUUID(), client, onLoss);
  }

  /** Ends this process on the spot, hooks and all: another may act on the same runs already. */
  static void endTheProcess() {
    Runtime.getRuntime().halt(1);
  }

  LeaderElectionConfiguration configuration() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(lease)
        .withLeaseNamespace(client.getConfiguration().getNamespace())
        .withIdentity(identity)
        .withLeaderCallbacks(new LeaderCallbacks(this::won, this::lost, leader -> {}))
        .withExitOnStopLeading(false) // it would exit when the operator is stopped, too
        .build();
  }

  /** Whether the Lease is held now. */
  boolean leads() {
    return leads.get();
  }

  /** From now on, to hold the Lease no more is no loss. */
  void resign() {
    resigned.set(true);
  }

  /** Lets another take over at once, instead of when the Lease runs out. */
  void release() {
    String namespace = client.getConfiguration().getNamespace();
    try {
      Lease held = client.leases().inNamespace(namespace).withName(lease).get();
      if (held != null && identity.equals(held.getSpec().getHolderIdentity())) {
        client
            .resource(new LeaseBuilder(held).editSpec().withHolderIdentity("").endSpec().build())
            .update();
        log.atInfo().addKeyValue("lease", lease).log("lease released");
      }
    } catch (KubernetesClientException e) {
      log.atWarn()
          .addKeyValue("lease", lease)
          .addKeyValue("problem", e.getMessage())
          .log("lease not released; it runs out by itself");
    }
  }

  private void won() {
    leads.set(true);
    log.atInfo().addKeyValue("lease", lease).addKeyValue("identity", identity).log("leading");
  }

  private void lost() {
    leads.set(false);
    if (!resigned.get()) {
      log.atError()
          .addKeyValue("lease", lease)
          .addKeyValue("identity", identity)
          .log("lease lost: another operator may act now, this one ends");
      onLoss.run();
    }
  }
}

package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.api.RecordedRun;

/**
 * Sees whether a pod's node is lost. Of such a node the control plane says that its pods are not
 * ready, and no more: that they have ended is for the operator to decide. A node is asked for only
 * once its pod has not been ready for as long as a node may be away.
 */
record LookAtNode(KubernetesClient client, Duration patience) implements Step {

  private static final Logger log = LoggerFactory.getLogger(LookAtNode.class);

  private static final Duration BEFORE_LOOKING_AGAIN = Duration.ofMinutes(1);

  @Override
  public Progress take(RunFacts facts, Context<RecordedRun> context) {
    ObservedPod pod = facts.pod();
    return Progress.proceed(
        pod == null || facts.ended()
            ? facts
            : due(pod, patience)
                .filter(due -> !facts.now().isBefore(due))
                .flatMap(_ -> pod.nodeName())
                .flatMap(node -> lost(node, facts.now()))
                .map(facts::withLostNode)
                .orElse(facts));
  }

  private Optional<String> lost(String node, Instant now) {
    try {
      return NodeLoss.of(node, client.nodes().withName(node).get(), now, patience);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      log.atWarn().addKeyValue("problem", e.getMessage()).log("a lost node would not be noticed");
      return Optional.empty();
    }
  }

  /** How long until a pod's node is to be looked at; empty where that has no reason. */
  static Optional<Duration> untilDue(RunFacts facts, ObservedPod pod, Duration patience) {
    return due(pod, patience)
        .map(due -> Duration.between(facts.now(), due))
        .map(left -> left.isPositive() ? left : BEFORE_LOOKING_AGAIN);
  }

  private static Optional<Instant> due(ObservedPod pod, Duration patience) {
    return pod.ended() || pod.nodeName().isEmpty()
        ? Optional.empty()
        : pod.unreadySince().map(since -> since.plus(patience));
  }
}

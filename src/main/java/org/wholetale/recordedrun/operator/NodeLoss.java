package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a node will not tell any more how its pods end, as far as anybody can know. */
final class NodeLoss {

  private static final String READY = "Ready";

  private NodeLoss() {}

  /**
   * A sentence about it; empty where the node is there, or has not been away for so long.
   *
   * @param node null where the API server knows none of that name
   */
  static Optional<String> of(String name, @Nullable Node node, Instant now, Duration patience) {
    if (node == null) {
      return Optional.of("the node %s is gone".formatted(name));
    }
    return node.getStatus().getConditions().stream()
        .filter(condition -> READY.equals(condition.getType()))
        .filter(condition -> !Finding.TRUE.equals(condition.getStatus()))
        .filter(condition -> !now.isBefore(since(condition).plus(patience)))
        .map(condition ->
            "the node %s has not been ready since %s: %s"
                .formatted(
                    name,
                    condition.getLastTransitionTime(),
                    Objects.requireNonNullElse(condition.getMessage(), condition.getReason())))
        .findFirst();
  }

  private static Instant since(NodeCondition condition) {
    return Instant.parse(condition.getLastTransitionTime());
  }
}

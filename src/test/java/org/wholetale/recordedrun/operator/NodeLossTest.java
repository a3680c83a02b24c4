package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeLossTest {

  private static final Instant NOW = Instant.parse("2026-11-01T10:02:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ready for long               | True    | 2026-11-01T09:00:00Z |
          away for a moment            | Unknown | 2026-11-01T09:57:01Z |
          away for five minutes        | Unknown | 2026-11-01T09:57:00Z | the node n has not been ready since 2026-11-01T09:57:00Z: why
          there, but not ready         | False   | 2026-11-01T09:00:00Z | the node n has not been ready since 2026-11-01T09:00:00Z: why
          """)
  void aNodeIsLostOnceItWasAwayForLong(
      String what, String ready, String since, @Nullable String expected) {
    Node node =
        new NodeBuilder()
            .withNewStatus()
            .withConditions(
                nodeCondition("MemoryPressure", "False", since),
                nodeCondition("Ready", ready, since))
            .endStatus()
            .build();
    assertThat(NodeLoss.of("n", node, NOW, Duration.ofMinutes(5)))
        .as(what)
        .isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void aNodeThatIsNotThereIsLost() {
    assertThat(NodeLoss.of("n", null, NOW, Duration.ofMinutes(5))).hasValue("the node n is gone");
  }

  private static NodeCondition nodeCondition(String type, String status, String since) {
    return new NodeConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withMessage("why")
        .withLastTransitionTime(since)
        .build();
  }
}

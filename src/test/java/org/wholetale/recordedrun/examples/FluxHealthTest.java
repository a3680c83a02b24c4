package org.wholetale.recordedrun.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expressions by which Flux judges a run, in CEL as Flux runs them: failed before current. */
class FluxHealthTest {

  private static final Cel CEL =
      CelFactory.standardCelBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("status", SimpleType.DYN)
          .build();

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN, InProgress",
    "STARTING, InProgress",
    "RUNNING, InProgress",
    "COMPLETED, Current",
    "FAILED, Failed",
    "CANCELLED, Failed"
  })
  void theHealthOfARunFollowsItsPhase(String phase, String health) throws Exception {
    assertThat(judged(Map.of("status", Map.of("phase", phase)))).isEqualTo(health);
  }

  @Test
  void aRunThatNobodyHasTakenOnYetIsWaitedFor() throws Exception {
    assertThat(judged(Map.of())).isEqualTo("InProgress");
  }

  private static String judged(Map<String, Object> run) throws Exception {
    for (String health : List.of("Failed", "Current")) {
      if (Boolean.TRUE.equals(holds(health, run))) {
        return health;
      }
    }
    return "InProgress";
  }

  private static Object holds(String health, Map<String, Object> run)
      throws IOException, CelValidationException, CelEvaluationException {
    String expression = expressions().path(health.toLowerCase(Locale.ROOT)).asText();
    return CEL.createProgram(CEL.compile(expression).getAst()).eval(run);
  }

  private static JsonNode expressions() throws IOException {
    try (MappingIterator<JsonNode> documents =
        new YAMLMapper()
            .readerFor(JsonNode.class)
            .readValues(Path.of("examples/gitops/flux/kustomization.yaml").toFile())) {
      return documents.readAll().getLast().path("spec").path("healthCheckExprs").path(0);
    }
  }
}

package org.wholetale.recordedrun.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CrdDriftTest {

  @Test
  void theCommittedCrdIsWhatTheModelGives() {
    new GeneratedFile(Path.of("crds/recordedruns.wholetale.org.yaml")).mustBe(CrdGenerator.yaml());
  }

  /** A symbolic link would not do: some that install from Git refuse to follow one. */
  @Test
  void theChartHasTheSameCrd() {
    new GeneratedFile(Path.of("charts/recordedrun/crds/recordedruns.wholetale.org.yaml"))
        .mustBe(CrdGenerator.yaml());
  }

  @Test
  void theCommittedReferenceIsWhatTheCrdSays() {
    new GeneratedFile(Path.of("docs/crd.md")).mustBe(CrdReference.of(CrdGenerator.generate()));
  }

  @Test
  void theReasonsAreDocumented() {
    new GeneratedFile(Path.of("docs/reasons.md")).mustBe(ReasonsReference.text());
  }

  @Test
  void questionsThatTheModelAnswersAreNoFields() {
    assertThat(fields("spec")).doesNotContain("cancelled", "suspended", "breaksHardLinks");
    assertThat(fields("status", "trace")).doesNotContain("complete");
    assertThat(fields("spec", "securityContext"))
        .containsExactlyInAnyOrder("runAsUser", "runAsGroup", "fsGroup", "supplementalGroups");
  }

  private static Set<String> fields(String... path) {
    JSONSchemaProps schema =
        CrdGenerator.generate().getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    for (String name : path) {
      schema = Objects.requireNonNull(schema.getProperties().get(name));
    }
    return schema.getProperties().keySet();
  }
}

package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.operator.RunFixture.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wholetale.recordedrun.api.Reason;

/** What a run's pod needs of its namespace, and what is said of what is not as it has to be. */
class NeedsTest {

  private static final OperatorConfig FOLDER = OperatorConfig.archivingTo("file:///archives");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          workspace        | {persistentVolumeClaim: {claimName: w}}               | spec.workspace.persistentVolumeClaim.claimName: claim w []
          data             | {persistentVolumeClaim: {claimName: d}}               | spec.data.persistentVolumeClaim.claimName: claim d []
          data             | {configMap: {name: m}}                                | spec.data.configMap: ConfigMap m []
          data             | {configMap: {name: m, items: [{key: k, path: p}]}}    | spec.data.configMap: ConfigMap m [k]
          data             | {configMap: {name: m, optional: true}}                | ``
          data             | {secret: {secretName: s}}                             | spec.data.secret: Secret s []
          data             | {secret: {secretName: s, items: [{key: k, path: p}]}} | spec.data.secret: Secret s [k]
          data             | {secret: {secretName: s, optional: true}}             | ``
          data             | {csi: {driver: d, nodePublishSecretRef: {name: s}}}   | spec.data.csi.nodePublishSecretRef: Secret s []
          data             | {csi: {driver: d}}                                    | ``
          data             | {nfs: {server: n, path: /}}                           | ``
          data             | {emptyDir: {}}                                        | ``
          env              | [{name: A, value: a}]                                 | ``
          env              | [{name: A, valueFrom: {secretKeyRef: {name: s, key: k}}}]                    | spec.env[0].valueFrom.secretKeyRef: Secret s [k]
          env              | [{name: A, valueFrom: {secretKeyRef: {name: s, key: k, optional: true}}}]    | ``
          env              | [{name: A}, {name: B, valueFrom: {configMapKeyRef: {name: m, key: k}}}]      | spec.env[1].valueFrom.configMapKeyRef: ConfigMap m [k]
          env              | [{name: A, valueFrom: {configMapKeyRef: {name: m, key: k, optional: true}}}] | ``
          env              | [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]               | ``
          imagePullSecrets | [{name: a}, {name: b}]                                | spec.imagePullSecrets[0]: Secret a [], spec.imagePullSecrets[1]: Secret b []
          imagePullSecrets | [{}]                                                  | ``
          """)
  void whatARunNamesIsNeededUnlessItSaysOtherwise(String field, String value, String needs)
      throws JsonProcessingException {
    RunFixture run = run().with(field, new YAMLMapper().readValue(value, Object.class));
    assertThat(String.join(", ", needs(run, FOLDER))).isEqualTo(needs);
  }

  @Test
  void whatTheOperatorPutsBesideATaleIsNeededToo() {
    OperatorConfig config =
        OperatorConfig.archivingTo("s3://archives")
            .withStore(new OperatorConfig.Store("s3://archives", null, null, "keys", true))
            .withRecorder(
                OperatorConfig.Recorder.DEFAULT.with(
                    120, new OperatorConfig.Spools(null, "spools")));
    assertThat(needs(run(), config))
        .containsExactly(
            "the operator's spools: claim spools []",
            "the operator's store: Secret keys [AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY]");
  }

  @Test
  void whatIsMissingIsToldWithWhereItIsNamedAndWhatToDo() {
    Need claim =
        new Need("spec.data", new NamedObject(NamedObject.Kind.CLAIM, "hello-data"), Set.of());
    assertThat(claim.unmet("tales", new Sighting.Absent()))
        .contains(
            new Problem(
                Reason.ClaimNotFound,
                "spec.data: there is no claim hello-data in namespace tales: create it, then the run starts by itself"));
    assertThat(claim.unmet("tales", new Sighting.Unusable("is being deleted")))
        .contains(
            new Problem(
                Reason.ClaimUnusable,
                "spec.data: the claim hello-data in namespace tales is being deleted: create another in its place, then the run starts by itself"));
    assertThat(claim.unmet("tales", new Sighting.Present(Set.of(), "1"))).isEmpty();
    assertThat(claim.unmet("tales", new Sighting.Hidden())).isEmpty();
  }

  @Test
  void aKeyThatIsMissingIsNamed() {
    Need keys =
        new Need("spec.x", new NamedObject(NamedObject.Kind.SECRET, "s"), Set.of("a", "c", "b"));
    assertThat(keys.unmet("tales", new Sighting.Present(Set.of("a", "b", "c"), "1"))).isEmpty();
    assertThat(keys.unmet("tales", new Sighting.Present(Set.of("b"), "1")))
        .contains(
            new Problem(
                Reason.SecretNotFound,
                "spec.x: the Secret s in namespace tales has no a, c: add it, then the run starts by itself"));
  }

  private static List<String> needs(RunFixture run, OperatorConfig config) {
    return Needs.of(run.build().getSpec(), config).stream()
        .map(need ->
            "%s: %s %s"
                .formatted(need.field(), need.object(), need.keys().stream().sorted().toList()))
        .toList();
  }
}

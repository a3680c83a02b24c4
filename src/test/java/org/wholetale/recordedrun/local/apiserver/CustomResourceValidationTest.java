package org.wholetale.recordedrun.local.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What users meet when they apply a run, good or bad. Runs against the embedded server, or with
 * {@code -Dtest.kubeconfig=FILE} against that cluster, to show that both say the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomResourceValidationTest {

  private static final Path CRD = Path.of("crds/recordedruns.wholetale.org.yaml");

  private final EmbeddedApiServer server = EmbeddedApiServer.start();
  private final KubernetesClient client = client();

  private KubernetesClient client() {
    String kubeconfig = System.getProperty("test.kubeconfig");
    if (kubeconfig == null) {
      return server.client();
    }
    Config config = Config.fromKubeconfig(Path.of(kubeconfig).toFile());
    KubernetesClient cluster = new KubernetesClientBuilder().withConfig(config).build();
    cluster.load(stream(CRD)).forceConflicts().serverSideApply();
    cluster
        .resource(definition())
        .waitUntilCondition(
            crd ->
                crd.getStatus() != null
                    && crd.getStatus().getConditions().stream()
                        .anyMatch(c -> c.getType().equals("Established")),
            10,
            TimeUnit.SECONDS);
    return cluster;
  }

  @AfterAll
  void close() {
    client.close();
    server.close();
  }

  static Stream<ResourceCase> validCases() {
    return ResourceCase.all().filter(ResourceCase::isValid);
  }

  static Stream<ResourceCase> invalidCases() {
    return ResourceCase.all().filter(resource -> !resource.isValid());
  }

  @ParameterizedTest
  @MethodSource("validCases")
  void isTaken(ResourceCase valid) {
    apply(valid);
  }

  @ParameterizedTest
  @MethodSource("invalidCases")
  void isRefusedWithAnErrorThatNamesTheField(ResourceCase invalid) {
    KubernetesClientException refused =
        catchThrowableOfType(KubernetesClientException.class, () -> apply(invalid));
    assertThat(refused).as("%s must be refused", invalid).isNotNull();
    Status status = refused.getStatus();
    if (refused.getCode() == 400) {
      assertThat(status.getMessage()).contains(invalid.expected());
    } else {
      assertThat(refused.getCode()).isEqualTo(422);
      assertThat(status.getDetails().getCauses())
          .as(status.getMessage())
          .anySatisfy(cause -> {
            assertThat(cause.getField()).isEqualTo(invalid.field());
            assertThat(cause.getMessage()).contains(invalid.message());
          });
    }
  }

  @Test
  void everyRuleOfTheCrdHasACase() {
    List<String> rules = new ArrayList<>();
    collect(
        "",
        definition().getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema(),
        rules);
    assertThat(invalidCases().map(ResourceCase::expected)).containsAll(rules);
  }

  private static void collect(String path, JSONSchemaProps schema, List<String> rules) {
    schema
        .getXKubernetesValidations()
        .forEach(rule -> {
          String field = path + Objects.requireNonNullElse(rule.getFieldPath(), "");
          String name = field.isEmpty() ? "<nil>" : field.replaceFirst("^\\.", "");
          rules.add(name + ": " + rule.getMessage());
        });
    schema
        .getProperties()
        .forEach((name, child) -> collect(SchemaValidator.below(path, name), child, rules));
  }

  /** Creates the first document and, where there is another, replaces it by that. */
  private void apply(ResourceCase resource) {
    GenericKubernetesResource created =
        handle(resource.documents().getFirst()).fieldValidation(Validation.STRICT).create();
    try {
      if (resource.documents().getFirst().get("status") != null) {
        created.setAdditionalProperty("status", resource.documents().getFirst().get("status"));
        created = handle(created).updateStatus();
      }
      if (resource.documents().size() > 1) {
        GenericKubernetesResource after = resource.documents().get(1);
        after.getMetadata().setResourceVersion(created.getMetadata().getResourceVersion());
        handle(after).fieldValidation(Validation.STRICT).update();
      }
    } finally {
      handle(created).delete();
    }
  }

  private Resource<GenericKubernetesResource> handle(GenericKubernetesResource resource) {
    return client.resource(resource).inNamespace("default");
  }

  private static CustomResourceDefinition definition() {
    return Serialization.unmarshal(stream(CRD), CustomResourceDefinition.class);
  }

  private static InputStream stream(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new UncheckedIOException("run the tests in the project's folder", e);
    }
  }
}

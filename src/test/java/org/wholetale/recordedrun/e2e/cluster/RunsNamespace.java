package org.wholetale.recordedrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.wholetale.recordedrun.api.RecordedRun;

/** A namespace of a test's own, labelled as runs' must be, which goes with all that is in it. */
record RunsNamespace(KubernetesClient admin, String name) implements AutoCloseable {

  private static final String NO_FINALIZERS = "{\"metadata\": {\"finalizers\": null}}";

  static RunsNamespace create(TestCluster cluster, String name) {
    return create(cluster, name, Map.of());
  }

  static RunsNamespace create(TestCluster cluster, String name, Map<String, String> labels) {
    KubernetesClient admin = cluster.client();
    admin
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("wholetale.org/recorded-runs", "true")
                .addToLabels(labels)
                .endMetadata()
                .build())
        .create();
    return new RunsNamespace(admin, name);
  }

  /** Gives it the store's credentials that the runs of other tests have. */
  RunsNamespace withStore(String secret) {
    Secret given = admin.secrets().inNamespace(TestCluster.NAMESPACE).withName(secret).require();
    admin
        .resource(
            new SecretBuilder(given)
                .withNewMetadata()
                .withNamespace(name)
                .withName(secret)
                .withLabels(Optional.ofNullable(given.getMetadata().getLabels()).orElse(null))
                .endMetadata()
                .build())
        .create();
    return this;
  }

  /** Lets the installed operator's account hold Leases there. */
  RunsNamespace withLeases() {
    String role = "leases";
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(name)
                .withName(role)
                .endMetadata()
                .addNewRule()
                .withApiGroups("coordination.k8s.io")
                .withResources("leases")
                .withVerbs("create", "get", "update", "patch")
                .endRule()
                .build())
        .create();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(name)
                .withName(role)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", role)
                .addNewSubject(
                    null, "ServiceAccount", InstalledOperator.NAME, TestCluster.OPERATOR_NAMESPACE)
                .build())
        .create();
    return this;
  }

  /** Where no operator is left to let go: as one of those who may change a run's pod. */
  @Override
  public void close() {
    Config config =
        new ConfigBuilder(admin.getConfiguration())
            .withImpersonateUsername("system:kube-controller-manager")
            .withImpersonateGroups("system:masters")
            .build();
    try (KubernetesClient controllers = new KubernetesClientBuilder().withConfig(config).build()) {
      Stream.of(controllers.resources(RecordedRun.class), controllers.pods())
          .flatMap(all -> all.inNamespace(name).resources())
          .forEach(one -> merge(one, NO_FINALIZERS));
    }
    admin.namespaces().withName(name).delete();
  }

  /** Does nothing to what has just gone by itself. */
  static void merge(Resource<?> object, String patch) {
    try {
      object.patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as(e.getMessage()).isEqualTo(HttpURLConnection.HTTP_NOT_FOUND);
    }
  }
}

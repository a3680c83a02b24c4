package org.wholetale.recordedrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.e2e.cluster.TestCluster.eventually;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.runs.PageClient;
import org.wholetale.recordedrun.runs.RunsPage;
import org.wholetale.recordedrun.runs.RunsPageConfig;
import org.wholetale.recordedrun.runs.RunsPageConfig.Visitors;

/** Whom the runs page lets in, where a real API server says whose a token is and what that may. */
@Tag("cluster")
class VisitorsTest {

  private static final String CANCEL = "X-Recordedrun";

  private static TestCluster cluster;
  private static RunsNamespace tales;
  private static RunsNamespace others;
  private static RunsPage page;
  private static PageClient browser;

  @BeforeAll
  static void servePage() {
    cluster = TestCluster.connect();
    tales = RunsNamespace.create(cluster, TestCluster.unique("visited"));
    others = RunsNamespace.create(cluster, TestCluster.unique("unvisited"));
    hold(tales, "held");
    hold(others, "hidden");
    page =
        new RunsPage(
            new RunsPageConfig(0, Visitors.WITH_TOKEN),
            cluster.client(),
            Set.of(tales.name(), others.name()),
            run -> {
              throw new IOException("no archive is read here");
            },
            Clock.systemUTC());
    page.start();
    browser = new PageClient(page.port());
  }

  @AfterAll
  static void stop() {
    browser.close();
    page.close();
    tales.close();
    others.close();
    cluster.close();
  }

  @Test
  void aTokenShowsWhatItsRoleAllowsAndNoMore() {
    String token = tokenOf("reader", "get");
    eventually().untilAsserted(() -> assertThat(browser.names(token)).contains("held"));
    assertThat(browser.names(token)).doesNotContain("hidden");
    assertThat(browser.get(run(others, "hidden"), token).statusCode()).isEqualTo(403);
    assertThat(browser.data(run(tales, "held"), token).path("mayCancel").asBoolean()).isFalse();
    assertThat(browser.post(run(tales, "held") + "/cancel", token, CANCEL, "yes").statusCode())
        .isEqualTo(403);
    assertThat(held().getSpec().isCancelled()).isFalse();
  }

  @Test
  void whoMayPatchRunsMayCancelThem() {
    hold(tales, "stopped");
    String token = tokenOf("editor", "get", "patch");
    assertThat(browser.post(run(tales, "stopped") + "/cancel", token, CANCEL, "yes").statusCode())
        .isEqualTo(200);
    assertThat(get("stopped").getSpec().isCancelled()).isTrue();
  }

  @Test
  void aTokenForSomebodyElseIsNone() {
    String token =
        client()
            .serviceAccounts()
            .inNamespace(tales.name())
            .resource(account("elsewhere"))
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withAudiences("https://elsewhere.example.org")
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
    assertThat(browser.get("/runs/api/runs", token).statusCode()).isEqualTo(401);
    assertThat(browser.get("/runs/api/runs", "nonsense").statusCode()).isEqualTo(401);
  }

  private static ServiceAccount account(String name) {
    return client()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(tales.name())
                .withName(name)
                .endMetadata()
                .build())
        .create();
  }

  private static String tokenOf(String name, String... verbs) {
    client()
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(tales.name())
                .withName(name)
                .endMetadata()
                .addNewRule()
                .withApiGroups(RecordedRun.GROUP)
                .withResources("recordedruns")
                .withVerbs(verbs)
                .endRule()
                .build())
        .create();
    client()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(tales.name())
                .withName(name)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
                .addNewSubject(null, "ServiceAccount", name, tales.name())
                .build())
        .create();
    return client()
        .serviceAccounts()
        .inNamespace(tales.name())
        .resource(account(name))
        .tokenRequest()
        .getStatus()
        .getToken();
  }

  private static String run(RunsNamespace namespace, String name) {
    return "/runs/api/runs/%s/%s".formatted(namespace.name(), name);
  }

  /** A run that does not start. */
  private static void hold(RunsNamespace namespace, String name) {
    client()
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: wholetale.org/v1alpha1
                kind: RecordedRun
                metadata: {name: "%s", namespace: "%s"}
                spec: {image: "registry.example.org/tales/held:1", suspend: true}
                """
                    .formatted(name, namespace.name()),
                RecordedRun.class))
        .create();
  }

  private static RecordedRun held() {
    return get("held");
  }

  private static RecordedRun get(String name) {
    return client().resources(RecordedRun.class).inNamespace(tales.name()).withName(name).require();
  }

  private static KubernetesClient client() {
    return cluster.client();
  }
}

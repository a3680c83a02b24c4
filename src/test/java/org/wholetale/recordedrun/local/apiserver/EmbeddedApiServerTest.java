package org.wholetale.recordedrun.local.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.api.Labels;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RunStatus;

class EmbeddedApiServerTest {

  private final EmbeddedApiServer server = EmbeddedApiServer.start();
  private final KubernetesClient client = server.client();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aNewObjectIsStamped() {
    ObjectMeta metadata = client.resource(Runs.named("hello")).create().getMetadata();

    assertThat(UUID.fromString(metadata.getUid()).version()).isEqualTo(4);
    assertThat(Instant.parse(metadata.getCreationTimestamp())).isBeforeOrEqualTo(Instant.now());
    assertThat(metadata.getGeneration()).isEqualTo(1);
    assertThat(metadata.getNamespace()).isEqualTo("default");
  }

  @Test
  void aGeneratedNameIsThePrefixAndFiveLetters() {
    RecordedRun run = Runs.named("");
    run.getMetadata().setName(null);
    run.getMetadata().setGenerateName("hello-");

    assertThat(client.resource(run).create().getMetadata().getName())
        .matches("hello-[bcdfghjklmnpqrstvwxz2456789]{5}");
  }

  @Test
  void defaultsAreFilledIn() {
    RecordedRun run = client.resource(Runs.named("hello")).create();

    assertThat(run.getSpec().targetMount()).isEqualTo("/work");
    assertThat(run.getSpec().startDeadlineSeconds()).isEqualTo(1800);
  }

  @Test
  void unknownFieldsAreTakenOutWhereNobodyAsksForStrictness() {
    client
        .genericKubernetesResources("wholetale.org/v1alpha1", "RecordedRun")
        .load(
            new ByteArrayInputStream(
                """
                {"apiVersion": "wholetale.org/v1alpha1", "kind": "RecordedRun",
                 "metadata": {"name": "hello"}, "spec": {"image": "a", "privileged": true}}
                """
                    .getBytes(StandardCharsets.UTF_8)))
        .create();

    assertThat(
            client
                .genericKubernetesResources("wholetale.org/v1alpha1", "RecordedRun")
                .withName("hello")
                .get()
                .<Map<String, Object>>get("spec"))
        .doesNotContainKey("privileged");
  }

  @Test
  void theSameNameTwiceIsAConflict() {
    client.resource(pod("a")).create();

    assertThatThrownBy(() -> client.resource(pod("a")).create())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409))
        .hasMessageContaining("pods \"a\" already exists");
  }

  @Test
  void anUpdateOfAnOldVersionIsAConflict() {
    Pod created = client.resource(pod("a")).create();
    label("a", "step", "1");

    assertThatThrownBy(() -> client.resource(created).update())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
  }

  @Test
  void aStatusPatchLeavesTheSpecAndASpecPatchTheStatus() {
    client.resource(pod("a")).create();
    Pod patch =
        new PodBuilder(pod("a"))
            .editSpec()
            .withNodeName("elsewhere")
            .endSpec()
            .withNewStatus()
            .withPhase("Running")
            .endStatus()
            .build();

    client.resource(patch).patchStatus();
    assertThat(client.pods().withName("a").get())
        .satisfies(p -> assertThat(p.getStatus().getPhase()).isEqualTo("Running"))
        .satisfies(p -> assertThat(p.getSpec().getNodeName()).isNull());

    client
        .pods()
        .withName("a")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"activeDeadlineSeconds\": 1}, \"status\": {\"phase\": \"Failed\"}}");
    assertThat(client.pods().withName("a").get())
        .satisfies(p -> assertThat(p.getStatus().getPhase()).isEqualTo("Running"))
        .satisfies(p -> assertThat(p.getSpec().getActiveDeadlineSeconds()).isEqualTo(1));
  }

  @Test
  void whatALaterApplyOfTheStatusLeavesOutIsGone() {
    client.resource(Runs.named("hello")).create();

    applyStatus(RunStatus.RUNNING, "hello-pod");
    assertThat(run().get().getStatus()).isEqualTo(Runs.status(RunStatus.RUNNING, "hello-pod"));

    applyStatus(RunStatus.UNKNOWN, null);
    assertThat(run().get().getStatus()).isEqualTo(Runs.status(RunStatus.UNKNOWN, null));
    assertThat(run().get().getMetadata().getGeneration()).isEqualTo(1);
  }

  @Test
  void applyingCreatesAndKeepsTheFinalizersOfOthers() {
    RecordedRun run = Runs.named("hello");
    run.getMetadata().setFinalizers(List.of("example.org/other"));
    client.resource(run).serverSideApply();
    RecordedRun own = new RecordedRun();
    own.getMetadata().setName("hello");
    own.getMetadata().setNamespace("default");
    own.getMetadata().setFinalizers(List.of(Labels.ARCHIVE));
    client.resource(own).serverSideApply();

    assertThat(run().get().getFinalizers()).containsExactly("example.org/other", Labels.ARCHIVE);
  }

  @Test
  void onlyAChangedSpecIsANewGeneration() {
    client.resource(Runs.named("hello")).create();
    run()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}");
    assertThat(run().get().getMetadata().getGeneration()).isEqualTo(1);
    run().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"cancel\": true}}");
    assertThat(run().get().getMetadata().getGeneration()).isEqualTo(2);
  }

  @Test
  void aPodThatAFinalizerHoldsIsToldItsTime() {
    Pod pod =
        new PodBuilder(pod("a"))
            .editMetadata()
            .withFinalizers(Labels.READ_POD)
            .endMetadata()
            .editSpec()
            .withNodeName("local")
            .withTerminationGracePeriodSeconds(140L)
            .endSpec()
            .build();
    client.resource(pod).create();
    client.pods().withName("a").delete();

    ObjectMeta held = client.pods().withName("a").get().getMetadata();
    assertThat(held.getDeletionGracePeriodSeconds()).isEqualTo(140);
    assertThat(Instant.parse(held.getDeletionTimestamp()))
        .isAfter(Instant.now().plus(Duration.ofSeconds(100)));

    client
        .pods()
        .withName("a")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\": {\"finalizers\": null}}");
    assertThat(client.pods().withName("a").get()).isNull();
  }

  @Test
  void whatARunOwnsGoesWithItAndFinalizersAreRespected() {
    RecordedRun owner = client.resource(Runs.named("hello")).create();
    client.resource(owned("free", owner)).create();
    Pod held = owned("held", owner);
    held.getMetadata().setFinalizers(List.of(Labels.READ_POD));
    client.resource(held).create();
    client.resource(pod("stranger")).create();

    run().delete();

    assertThat(client.pods().withName("free").get()).isNull();
    assertThat(client.pods().withName("held").get().isMarkedForDeletion()).isTrue();
    assertThat(client.pods().withName("stranger").get().isMarkedForDeletion()).isFalse();
  }

  @Test
  void anInformerSeesWhatItsSelectorAsksFor() {
    client.resource(labelled("a", "mine")).create();
    client.resource(labelled("b", "other")).create();
    try (SharedIndexInformer<Pod> informer =
        client.pods().withLabel(Labels.RECORDED_RUN, "mine").inform()) {
      assertThat(names(informer)).containsExactly("a");

      client.resource(labelled("c", "mine")).create();
      await().until(() -> names(informer).equals(List.of("a", "c")));

      label("a", Labels.RECORDED_RUN, "other");
      client.pods().withName("c").delete();
      await().until(() -> names(informer).isEmpty());
    }
  }

  @Test
  void selectorsOfEveryFormWork() {
    client.resource(labelled("a", "x")).create();
    client.resource(labelled("b", "y")).create();
    client.resource(pod("c")).create();

    String label = Labels.RECORDED_RUN;
    assertThat(list(label + " in (x, y)")).containsExactly("a", "b");
    assertThat(list(label + " notin (x)")).containsExactly("b", "c");
    assertThat(list("!" + label)).containsExactly("c");
    assertThat(list(label + "!=x," + label)).containsExactly("b");
    assertThat(client.pods().withField("metadata.name", "c").list().getItems()).hasSize(1);
  }

  @Test
  void aKubeconfigLeadsToIt(@TempDir Path folder) {
    Path file = folder.resolve("kubeconfig");
    server.writeKubeconfig(file);
    try (KubernetesClient other =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(file.toFile())).build()) {
      other.resource(Runs.named("hello")).create();
    }
    assertThat(run().get()).isNotNull();
  }

  @Test
  void kubectlIsGivenThePrinterColumns() throws IOException, InterruptedException {
    client.resource(Runs.named("hello")).create();
    applyStatus(RunStatus.RUNNING, "hello-pod");
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    server.url() + "/apis/wholetale.org/v1alpha1/namespaces/default/recordedruns"))
            .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json")
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      JsonNode table =
          new ObjectMapper()
              .readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());

      assertThat(table.path("columnDefinitions").findValuesAsText("name"))
          .startsWith("Name", "PHASE", "TALE", "EXIT", "TRACE", "DURATION", "AGE");
      assertThat(table.at("/rows/0/cells").toString())
          .startsWith("[\"hello\",\"RUNNING\",null,null,null,null,\"");
    }
  }

  @Test
  void aTakenPortIsNamed() {
    int taken = URI.create(server.url()).getPort();

    assertThatThrownBy(() -> EmbeddedApiServer.start(taken))
        .hasMessageContaining("cannot listen on 127.0.0.1:" + taken);
  }

  @Test
  void whatIsNotServedIsNotFound() {
    assertThatThrownBy(() -> client.services().inNamespace("default").list())
        .hasMessageContaining("the server could not find the requested resource");
  }

  private Resource<RecordedRun> run() {
    return client.resources(RecordedRun.class).inNamespace("default").withName("hello");
  }

  private void applyStatus(RunStatus phase, @Nullable String podName) {
    RecordedRun patch = new RecordedRun();
    patch.getMetadata().setName("hello");
    patch.getMetadata().setNamespace("default");
    patch.setStatus(Runs.status(phase, podName));
    client
        .resource(patch)
        .subresource("status")
        .patch(PatchContext.of(PatchType.SERVER_SIDE_APPLY));
  }

  private void label(String pod, String key, String value) {
    client
        .pods()
        .withName(pod)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"labels\": {\"" + key + "\": \"" + value + "\"}}}");
  }

  private List<String> list(String selector) {
    return client.pods().withLabelSelector(selector).list().getItems().stream()
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  private static List<String> names(SharedIndexInformer<Pod> informer) {
    return informer.getStore().list().stream()
        .map(pod -> pod.getMetadata().getName())
        .sorted()
        .toList();
  }

  private static Pod owned(String name, RecordedRun owner) {
    return new PodBuilder(pod(name))
        .editMetadata()
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .build())
        .endMetadata()
        .build();
  }

  private static Pod labelled(String name, String run) {
    return new PodBuilder(pod(name))
        .editMetadata()
        .addToLabels(Labels.RECORDED_RUN, run)
        .endMetadata()
        .build();
  }

  private static Pod pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("tale")
        .withImage("registry.example.org/tales/hello:1")
        .endContainer()
        .endSpec()
        .build();
  }
}

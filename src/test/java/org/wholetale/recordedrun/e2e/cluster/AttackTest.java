package org.wholetale.recordedrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.wholetale.recordedrun.e2e.cluster.TestCluster.NAMESPACE;
import static org.wholetale.recordedrun.e2e.cluster.TestCluster.OPERATOR_NAMESPACE;
import static org.wholetale.recordedrun.e2e.cluster.TestCluster.eventually;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.e2e.ArchivedRun;
import org.wholetale.recordedrun.trace.Event;

/**
 * What somebody tries who may create runs and nothing else, what somebody tries who may edit the
 * namespace as well, and what a tale tries. What is refused before anything runs is tried in {@code
 * charts/tests/policies} and {@code src/test/resources/recordedruns}.
 *
 * @see "docs/security.md"
 */
@Tag("cluster")
class AttackTest {

  private static final String USER = "user-of-runs";
  private static final String EDITOR = "editor-of-the-namespace";
  private static final String ROLE = TestCluster.unique("only-runs");
  private static final int SECONDS = 30;

  private static TestCluster cluster;
  private static KubernetesClient user;
  private static KubernetesClient editor;

  /** A tale of root, which goes on until it is stopped. */
  private static ClusterRun live;

  private static ClusterRun links;
  private static ClusterRun hidden;
  private static ClusterRun shed;

  /**
   * What an editor does to a live run.
   *
   * @param words with which it is refused
   */
  record Attempt(String name, String words, Deed deed) {
    @Override
    public String toString() {
      return name;
    }
  }

  interface Deed {
    void on(PodResource pod) throws Exception;
  }

  /** All runs at once, since each takes some seconds. */
  @BeforeAll
  static void begin() {
    cluster = TestCluster.connect();
    grant();
    user = as(USER);
    editor = as(EDITOR);
    live =
        cluster.commands(
            "live",
            """
            echo '192.0.2.66 forged' >> /etc/hosts && echo 'options forged' >> /etc/resolv.conf && echo poisoned
            grep -E '^(Cap|NoNewPrivs|Groups)' /proc/1/status
            for attempt in 'mount -t tmpfs tmpfs /mnt' 'mknod /tmp/disk b 254 0' 'chroot /' 'unshare -U true' \\
                'chown 1 /etc/hosts' 'ls /var/run/secrets' 'ls /run/recordedrun'; do
              $attempt > /dev/null 2>&1 && echo "possible: $attempt"
            done
            env | grep -i -E 'aws|recordedrun'
            echo ready
            exec sleep 600
            """,
            "securityContext: {runAsUser: 0, runAsGroup: 0, fsGroup: 0, supplementalGroups: [0]}",
            "gracePeriodSeconds: 1",
            "env: [{name: LEAK, value: 'is $(AWS_SECRET_ACCESS_KEY)'}, {name: LD_PRELOAD, value: /evil.so}]");
    links =
        cluster.commands(
            "links",
            """
            mkdir results && echo kept > results/kept
            ln -s /run/recordedrun/proc/1/environ results/environ
            ln -s /run/recordedrun/spools results/spools
            ln -s / results/root
            ln -s ../../../../etc/shadow results/shadow
            ln /etc/passwd results/passwd 2> /dev/null
            mkfifo results/fifo
            cat results/root/etc/hostname
            """,
            "archive: {outputs: ['**', '$(AWS_SECRET_ACCESS_KEY)']}");
    hidden =
        cluster.commands(
            "hidden", "ls /", "workspace: {emptyDir: {}, subPath: pods/a/containers/mesh/b}");
    shed = cluster.commands("shed", "exec sleep 600", "gracePeriodSeconds: 1");
  }

  @AfterAll
  static void end() {
    user.close();
    editor.close();
    KubernetesClient admin = cluster.client();
    admin.rbac().roleBindings().inNamespace(NAMESPACE).withName(ROLE).delete();
    admin.rbac().roleBindings().inNamespace(NAMESPACE).withName(ROLE + "-edit").delete();
    admin.rbac().roles().inNamespace(NAMESPACE).withName(ROLE).delete();
    cluster.close();
  }

  private static void grant() {
    KubernetesClient admin = cluster.client();
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(ROLE)
                .endMetadata()
                .addNewRule()
                .withApiGroups(RecordedRun.GROUP)
                .withResources("recordedruns")
                .withVerbs("create", "get", "list", "watch", "patch", "update", "delete")
                .endRule()
                .build())
        .create();
    bind(ROLE, USER, "Role", ROLE);
    bind(ROLE + "-edit", EDITOR, "ClusterRole", "edit");
  }

  private static void bind(String name, String to, String kind, String role) {
    cluster
        .client()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", kind, role)
                .addNewSubject("rbac.authorization.k8s.io", "User", to, null)
                .build())
        .create();
  }

  private static KubernetesClient as(String name) {
    Config config =
        new ConfigBuilder(cluster.client().getConfiguration())
            .withImpersonateUsername(name)
            .withImpersonateGroups("system:authenticated")
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** The API server drops fields that it does not know where a client does not ask it to refuse. */
  @Test
  void whatARunMayNotAskForIsNotInItsPod() {
    GenericKubernetesResource asked =
        Serialization.unmarshal(
            """
            apiVersion: wholetale.org/v1alpha1
            kind: RecordedRun
            metadata:
              name: %s
              namespace: %s
              labels: {wholetale.org/recorded-run: another, app: mine}
              annotations:
                wholetale.org/stopped-for: Cancelled
                wholetale.org/image-digest: sha256:forged
                container.apparmor.security.beta.kubernetes.io/tale: unconfined
            status: {phase: COMPLETED, exitCode: 0}
            spec:
              image: localhost/none:1
              imagePullPolicy: Never
              privileged: true
              hostPID: true
              hostNetwork: true
              serviceAccountName: recordedrun
              automountServiceAccountToken: true
              recorder: {image: localhost/evil:1}
              initContainers: [{name: recorder, image: localhost/evil:1, securityContext: {privileged: true}}]
              volumes: [{name: workspace, hostPath: {path: /}}]
              volumeMounts: [{name: recorder-proc, mountPath: /proc-of-the-node}]
              securityContext: {runAsUser: 0, privileged: true, capabilities: {add: [SYS_ADMIN]}}
              workspace: {emptyDir: {}, hostPath: {path: /}, projected: {sources: [{serviceAccountToken: {path: token}}]}}
            """
                .formatted(TestCluster.unique("greedy"), NAMESPACE),
            GenericKubernetesResource.class);
    GenericKubernetesResource created =
        user.resource(asked).fieldValidation(Validation.IGNORE).create();
    try {
      assertThat(created.getAdditionalProperties()).doesNotContainKey("status");
      Pod pod =
          eventually()
              .until(
                  () ->
                      cluster
                          .client()
                          .pods()
                          .inNamespace(NAMESPACE)
                          .withLabel("wholetale.org/recorded-run", created.getMetadata().getName())
                          .list()
                          .getItems(),
                  pods -> !pods.isEmpty())
              .getFirst();
      assertOrdinary(pod);
      assertThat(pod.getMetadata().getLabels()).containsOnlyKeys("wholetale.org/recorded-run");
      assertThat(pod.getMetadata().getAnnotations())
          .doesNotContainValue("sha256:forged")
          .doesNotContainValue("unconfined");
    } finally {
      user.resource(created).delete();
    }
  }

  private static void assertOrdinary(Pod pod) {
    Container recorder = pod.getSpec().getInitContainers().getFirst();
    Container tale = pod.getSpec().getContainers().getFirst();
    assertThat(pod.getSpec().getInitContainers()).containsExactly(recorder);
    assertThat(pod.getSpec().getContainers()).containsExactly(tale);
    assertThat(recorder.getImage()).isEqualTo(cluster.setting("RECORDEDRUN_RECORDER_IMAGE"));
    assertThat(tale.getSecurityContext().getPrivileged()).isFalse();
    assertThat(tale.getSecurityContext().getCapabilities().getAdd()).isEmpty();
    assertThat(tale.getVolumeMounts()).extracting(VolumeMount::getName).containsOnly("workspace");
    assertThat(pod.getSpec().getVolumes())
        .filteredOn(volume -> volume.getHostPath() != null)
        .extracting(Volume::getName)
        .allMatch(name -> name.startsWith("recorder-"));
    assertThat(pod.getSpec().getVolumes()).noneMatch(volume -> volume.getProjected() != null);
    assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("default");
    assertThat(pod.getSpec().getHostNetwork()).isNull();
    assertThat(pod.getSpec().getHostPID()).isNull();
  }

  @Test
  void nobodyForgesAStatus() {
    live.await(RunStatus.RUNNING);
    for (KubernetesClient who : List.of(user, editor)) {
      assertRefused(
          "cannot patch resource \"recordedruns/status\"",
          () ->
              who.resources(RecordedRun.class)
                  .inNamespace(NAMESPACE)
                  .withName(live.name())
                  .subresource("status")
                  .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": {\"exitCode\": 0}}"));
    }
  }

  static Stream<Attempt> attempts() {
    return Stream.of(
        new Attempt(
            "exec into the recorder", // the policy's words do not come through a WebSocket's
            // handshake
            "Unexpected HTTP response status code 403",
            pod -> entered(pod, "recorder")),
        new Attempt(
            "another image for the recorder",
            "only the operator creates and changes",
            pod ->
                patch(
                    pod,
                    "{\"spec\": {\"initContainers\": [{\"name\": \"recorder\", \"image\": \"evil\"}]}}")),
        new Attempt(
            "taking off the label by which the policies know the pod",
            "only the operator creates and changes",
            pod ->
                patch(pod, "{\"metadata\": {\"labels\": {\"wholetale.org/recorded-run\": null}}}")),
        new Attempt(
            "another digest of the image for the manifest",
            "only the operator creates and changes",
            pod ->
                patch(
                    pod,
                    "{\"metadata\": {\"annotations\": {\"wholetale.org/image-digest\": \"forged\"}}}")),
        new Attempt(
            "a debugger beside the tale", // the chart's policies refuse it to whoever may
            "cannot patch resource \"pods/ephemeralcontainers\"",
            pod ->
                pod.ephemeralContainers()
                    .edit(p ->
                        new PodBuilder(p)
                            .editSpec()
                            .addNewEphemeralContainer()
                            .withName("debug")
                            .withImage("localhost/none:1")
                            .withTargetContainerName("recorder")
                            .endEphemeralContainer()
                            .endSpec()
                            .build())),
        new Attempt(
            "a token of the operator",
            "cannot create resource \"serviceaccounts/token\"",
            pod ->
                editor
                    .serviceAccounts()
                    .inNamespace(OPERATOR_NAMESPACE)
                    .withName("recordedrun")
                    .tokenRequest()),
        new Attempt(
            "the operator's pods",
            "cannot list resource \"pods\"",
            pod -> editor.pods().inNamespace(OPERATOR_NAMESPACE).list()));
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void anEditorIsRefused(Attempt attempt) {
    live.await(RunStatus.RUNNING);
    PodResource pod =
        editor.pods().inNamespace(NAMESPACE).withName(live.pod().getMetadata().getName());

    assertRefused(attempt.words(), () -> attempt.deed().on(pod));
  }

  private static void patch(PodResource pod, String change) {
    pod.patch(PatchContext.of(PatchType.STRATEGIC_MERGE), change);
  }

  private static void entered(PodResource pod, String container) throws Exception {
    try (ExecWatch exec =
        pod.inContainer(container).writingOutput(OutputStream.nullOutputStream()).exec("true")) {
      exec.exitCode().get(SECONDS, TimeUnit.SECONDS);
    }
  }

  /** The words may be those of a cause: a refused exec is one of a broken connection. */
  private static void assertRefused(String words, ThrowingCallable deed) {
    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(deed)
        .satisfies(refused -> assertThat(refused).hasStackTraceContaining(words));
  }

  /** The containers of a pod share these files, and root may write them. */
  @Test
  void aTaleOfRootHasNoRightsAndDoesNotTellTheRecorderWhereTheStoreIs() throws Exception {
    live.await(RunStatus.RUNNING);
    PodResource pod =
        cluster.client().pods().inNamespace(NAMESPACE).withName(live.pod().getMetadata().getName());
    String said =
        eventually().until(() -> pod.inContainer("tale").getLog(), log -> log.contains("ready"));

    assertThat(said.lines())
        .contains("poisoned", "NoNewPrivs:\t1")
        .noneMatch(line -> line.startsWith("possible"))
        .filteredOn(line -> line.startsWith("Cap"))
        .allMatch(line -> line.endsWith(":\t0000000000000000"));
    assertThat(said).contains("LEAK=is $(AWS_SECRET_ACCESS_KEY)");
    try (NodeShell node = NodeShell.open(cluster, "/tmp")) {
      assertThat(node.read(live.container("tale"), "/etc/hosts")).contains("forged");
      assertThat(node.read(live.container("recorder"), "/etc/hosts")).doesNotContain("forged");
      assertThat(node.read(live.container("recorder"), "/etc/resolv.conf"))
          .doesNotContain("forged");
    }
  }

  @Test
  void noLinkInTheWorkspaceLeadsTheRecorderOutOfIt() throws IOException {
    links.await(RunStatus.COMPLETED);
    ArchivedRun run = links.archived();

    assertThat(run.verification().problems()).isEmpty();
    assertThat(run.manifest().files())
        .extracting(ManifestFile::path)
        .filteredOn(path -> path.startsWith("outputs/"))
        .containsExactly("outputs/results/kept");
  }

  /** A folder of its workspace looks as the kubelet's own of another container would. */
  @Test
  void aTaleDoesNotPassForAnotherContainer() throws IOException {
    hidden.await(RunStatus.COMPLETED);
    ArchivedRun run = hidden.archived();

    assertThat(run.manifest().trace().complete()).isTrue();
    assertThat(run.events(Event.Exec.class)).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void aRunThatShedsItsFinalizerLeavesNoPod() {
    shed.await(RunStatus.RUNNING);
    var run = user.resources(RecordedRun.class).inNamespace(NAMESPACE).withName(shed.name());
    run.delete();
    run.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\": {\"finalizers\": null}}");

    shed.awaitDeleted();
    eventually().until(() -> shed.pods().isEmpty());
  }
}

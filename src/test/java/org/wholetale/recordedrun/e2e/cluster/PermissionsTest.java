package org.wholetale.recordedrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.e2e.cluster.TestCluster.eventually;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.e2e.Recordedrun;

/**
 * The operator needs each permission that the chart gives it, and no other: without one, what that
 * is for does not happen, and the log says which is missing.
 */
@Tag("cluster")
class PermissionsTest {

  private static final String NAME = InstalledOperator.NAME;
  private static final String CANCEL = "{\"spec\": {\"cancel\": true}}";
  private static final Pattern REFUSAL = Pattern.compile("cannot \\w+ resource");

  private static TestCluster cluster;
  private static KubernetesClient admin;
  private static InstalledOperator installed;
  private static ClusterRole ofRuns;
  private static Role ofLease;

  @TempDir Path folder;
  private RunsNamespace namespace;

  /** The one of the cluster sees all namespaces. */
  @BeforeAll
  static void holdTheInstalledOperator() {
    cluster = TestCluster.connect();
    admin = cluster.client();
    ofRuns = admin.rbac().clusterRoles().withName(NAME).require();
    ofLease =
        admin
            .rbac()
            .roles()
            .inNamespace(TestCluster.OPERATOR_NAMESPACE)
            .withName(NAME + "-lease")
            .require();
    installed = InstalledOperator.hold(cluster);
  }

  @AfterAll
  static void letItGo() {
    give(any -> true);
    installed.close();
    cluster.close();
  }

  @BeforeEach
  void createNamespace() {
    namespace = RunsNamespace.create(cluster, TestCluster.unique("permissions"));
    admin.leases().inNamespace(TestCluster.OPERATOR_NAMESPACE).withName(NAME).delete();
  }

  @AfterEach
  void removeNamespace() {
    namespace.close();
  }

  /** What the chart gives, in runs' namespaces and in the operator's. */
  static Stream<Permission> permissions() {
    return Stream.of(ofRuns.getRules(), ofLease.getRules())
        .flatMap(rules -> Permission.of(rules).stream());
  }

  /** Leaves the operator's account, of what the chart gives it, only those. */
  private static void give(Predicate<Permission> kept) {
    admin
        .resource(
            new ClusterRoleBuilder(ofRuns)
                .editMetadata()
                .withResourceVersion(null)
                .endMetadata()
                .withRules(rules(ofRuns.getRules(), kept))
                .build())
        .update();
    admin
        .resource(
            new RoleBuilder(ofLease)
                .editMetadata()
                .withResourceVersion(null)
                .endMetadata()
                .withRules(rules(ofLease.getRules(), kept))
                .build())
        .update();
  }

  private static List<PolicyRule> rules(List<PolicyRule> given, Predicate<Permission> kept) {
    return Permission.of(given).stream().filter(kept).map(Permission::rule).toList();
  }

  @Test
  void withAllOfThemARunGoesThroughItsWholeLife() throws IOException, InterruptedException {
    try (Recordedrun.Running operator = operatorWith(any -> true)) {
      createRun();
      eventually().until(() -> pod().isPresent());
      RunsNamespace.merge(run(), CANCEL);
      eventually().until(() -> run().get() == null);

      assertThat(pod()).isEmpty();
      operator.process().toHandle().destroy();
      operator.await();
      assertThat(operator.err()).doesNotContainPattern(REFUSAL);
    }
  }

  @ParameterizedTest
  @MethodSource("permissions")
  void withoutItWhatItIsForFailsAndSaysSo(Permission missing) throws IOException {
    try (Recordedrun.Running operator = operatorWith(Predicate.not(missing::equals))) {
      createRun(named(missing));
      eventually()
          .alias("the operator says " + missing.refusal())
          .until(() -> {
            drive(missing);
            return told(operator).anyMatch(missing.refusal().asPredicate());
          });

      assertThat(told(operator).filter(REFUSAL.asPredicate()))
          .as("what else it says that it may not")
          .allMatch(missing.refusal().asPredicate());
      eventually().alias("what it is for fails").until(() -> fails(missing, operator));
    }
  }

  /** Brings the run to where the permission is asked for. */
  private void drive(Permission missing) {
    if (missing.toString().equals("get recordedruns")) {
      changeWhileTheOperatorDoes();
    } else if (pod().isEmpty()) {
      return;
    } else if (missing.toString().equals("delete pods")) {
      run().delete(); // the pod of a run that has ended needs no deletion of its own
    } else {
      RunsNamespace.merge(run(), CANCEL);
    }
  }

  /**
   * A run that others change all the time, so that the operator has to look again at what it
   * changes.
   */
  private void changeWhileTheOperatorDoes() {
    run().delete();
    for (int i = 0; i < 100 && run().get() != null; i++) {
      RunsNamespace.merge(
          run(), "{\"metadata\": {\"annotations\": {\"time\": \"%d\"}}}".formatted(i));
    }
    if (run().get() == null) {
      createRun();
    }
  }

  /** What is read by who looks for the cause: the operator's log, and the run's status. */
  private Stream<String> told(Recordedrun.Running operator) {
    String status =
        Optional.ofNullable(run().get())
            .map(RecordedRun::getStatus)
            .map(RecordedRunStatus::message)
            .orElse("");
    return Stream.concat(operator.err().lines(), Stream.of(status));
  }

  /** Whether what a permission is for did not happen. */
  private boolean fails(Permission missing, Recordedrun.Running operator) {
    RecordedRun run = run().get();
    Optional<Pod> pod = pod();
    return switch (missing.toString()) {
      case "create leases", "get leases", "update leases" -> pod.isEmpty();
      // it leads by the Lease that it creates, and gives up where it cannot renew it
      case "patch leases" -> !operator.process().isAlive();
      case "list recordedruns", "watch recordedruns", "list pods", "watch pods" -> pod.isEmpty();
      case "get pods", "create pods", "patch recordedruns" -> pod.isEmpty();
      // what it said is the failure: a later try, which nobody gets in the way of, succeeds
      case "get recordedruns" -> true;
      case "patch recordedruns/status" -> run.getStatus() == null;
      case "patch pods" -> pod.orElseThrow().getMetadata().getAnnotations().isEmpty();
      case "delete recordedruns" ->
          run.getStatus().phase().isTerminal() && run.getMetadata().getDeletionTimestamp() == null;
      case "delete pods" ->
          run.getMetadata().getDeletionTimestamp() != null
              && pod.orElseThrow().getMetadata().getDeletionTimestamp() == null;
      case "create events" -> eventsOfRun().isEmpty();
      // it names one that is not there, for which it would wait
      case "get persistentvolumeclaims", "get configmaps", "get secrets" -> pod.isPresent();
      default ->
          throw new AssertionError("the chart gives a permission that this test has no case for");
    };
  }

  private List<Event> eventsOfRun() {
    return admin
        .v1()
        .events()
        .inNamespace(namespace.name())
        .withField("involvedObject.kind", "RecordedRun")
        .list()
        .getItems();
  }

  /** The operator as a process of its own, with its account's rights, but for what is not kept. */
  private Recordedrun.Running operatorWith(Predicate<Permission> kept) throws IOException {
    give(kept);
    return Recordedrun.in(folder)
        .start(
            "operator",
            "--kubeconfig",
            installed.kubeconfig(folder).toString(),
            "--namespace",
            namespace.name(),
            "--leader-election",
            NAME,
            "--archive",
            "s3://nowhere/runs",
            "--recorder-image",
            "localhost/none:1",
            "--recorder-pull-policy",
            "Never",
            "--http-port",
            "0");
  }

  /** What the run must name for the permission to be asked for; nothing for most. */
  private static String named(Permission missing) {
    return switch (missing.toString()) {
      case "get persistentvolumeclaims" -> "workspace: {persistentVolumeClaim: {claimName: none}}";
      case "get configmaps" ->
          "env: [{name: A, valueFrom: {configMapKeyRef: {name: none, key: a}}}]";
      case "get secrets" -> "env: [{name: A, valueFrom: {secretKeyRef: {name: none, key: a}}}]";
      default -> "";
    };
  }

  private RecordedRun createRun() {
    return createRun("");
  }

  /** One that never gets as far as a container, and is to be gone as soon as it has ended. */
  private RecordedRun createRun(String named) {
    RecordedRun run =
        Serialization.unmarshal(
            """
            apiVersion: wholetale.org/v1alpha1
            kind: RecordedRun
            metadata: {name: probe}
            spec:
              image: localhost/none:1
              imagePullPolicy: Never
              ttlSecondsAfterFinished: 0
              %s
            """
                .formatted(named),
            RecordedRun.class);
    run.getMetadata().setNamespace(namespace.name());
    return admin.resource(run).create();
  }

  private Resource<RecordedRun> run() {
    return admin.resources(RecordedRun.class).inNamespace(namespace.name()).withName("probe");
  }

  private Optional<Pod> pod() {
    return admin.pods().inNamespace(namespace.name()).list().getItems().stream().findFirst();
  }
}

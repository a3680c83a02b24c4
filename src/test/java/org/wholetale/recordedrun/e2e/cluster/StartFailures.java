package org.wholetale.recordedrun.e2e.cluster;

import static org.wholetale.recordedrun.e2e.cluster.TestCluster.eventually;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.e2e.cluster.Promise.Archive;

/** What keeps a tale from starting. */
final class StartFailures {

  static final String UNPULLABLE = "image: localhost:1/none:1";
  static final String UNPLACEABLE = "nodeSelector: {example.org/no-node: has-this}";

  /** Long enough for what a run waits for to be seen where many start at once. */
  private static final String SOON = "startDeadlineSeconds: 20";

  /** Longer than a recorder takes to record where many start at once. */
  private static final String LATER = "startDeadlineSeconds: 60";

  static final Section SECTION =
      Section.of(
          "Before the tale starts",
          "The reason says what a run waits for, as long as it does. Where waiting cannot help it fails at once, otherwise when"
              + " `startDeadlineSeconds` have passed.",
          Failure.of(
                  "No node is as the run asks for",
                  tooLate(20, "no node yet: …"),
                  scene -> scene.cluster().run("unplaceable", UNPLACEABLE, SOON))
              .saying(Reason.Unschedulable),
          Failure.of(
                  "The image cannot be pulled",
                  tooLate(60, "tale: …localhost:1/none:1…").leaving(Archive.WHOLE, "True"),
                  scene -> scene.run("unpullable", UNPULLABLE, LATER))
              .saying(Reason.ImagePullBackOff),
          Failure.of(
                  "A ConfigMap that `env` names goes away",
                  tooLate(60, "tale: CreateContainerConfigError: configmap … not found")
                      .leaving(Archive.WHOLE, "True"),
                  StartFailures::withoutItsConfigMap)
              .saying(Reason.CreateContainerConfigError),
          Failure.of(
                  "The recorder hangs",
                  tooLate(20).leaving(Archive.NONE_OR_WHOLE, "True or False"),
                  scene -> scene.gated(SOON))
              .then((run, scene) -> {
                run.await(Reason.StartDeadlineExceeded, Failure.PATIENCE);
                scene.ungate(run);
              }),
          Failure.of(
              "The image's name cannot be one",
              Promise.failed(Reason.InvalidImageName, "Failed to apply default image tag …")
                  .leaving(Archive.WHOLE, "Unknown"),
              scene -> scene.run("misnamed", "image: Not/Lower:1")),
          Failure.of(
              "The image is not on the node, with `imagePullPolicy: Never`",
              Promise.failed(
                      Reason.ErrImageNeverPull,
                      "Container image … is not present with pull policy of Never")
                  .leaving(Archive.WHOLE, "Unknown"),
              scene -> scene.run("unpulled", UNPULLABLE, "imagePullPolicy: Never")),
          Failure.of(
              "The command does not exist",
              Promise.failed(
                      Reason.StartError,
                      "the tale's command could not be started: …/no/such/program…")
                  .leaving(Archive.WHOLE, "Unknown"),
              scene -> scene.run("uncommanded", "command: [/no/such/program]")),
          Failure.of(
                  "The namespace's quota is used up",
                  tooLate(20, "QuotaExceeded: pods … is forbidden: exceeded quota: …"),
                  StartFailures::beyondQuota)
              .saying(Reason.QuotaExceeded),
          Failure.of(
                  "The namespace's Pod Security level does not allow the recorder",
                  tooLate(20, "PodSecurityDenied: pods … is forbidden: violates PodSecurity …"),
                  StartFailures::restricted)
              .saying(Reason.PodSecurityDenied),
          Failure.of(
                  "An admission policy refuses the pod",
                  tooLate(20, "AdmissionDenied: pods … is forbidden: …: not on Sundays"),
                  StartFailures::refused)
              .saying(Reason.AdmissionDenied),
          Failure.of(
              "The node's kernel has no BTF",
              Promise.failed(
                      Reason.BtfMissing,
                      "/sys/kernel/btf/vmlinux is not there: the node's kernel must be built with"
                          + " CONFIG_DEBUG_INFO_BTF")
                  // They go while the recorder starts, which may have begun an archive by then.
                  .leaving(Archive.NONE_OR_WHOLE, "False"),
              Scene::withoutKernelTypes));

  private StartFailures() {}

  private static Promise tooLate(int seconds) {
    return Promise.failed(
        Reason.StartDeadlineExceeded,
        "the tale had not started after %d s (startDeadlineSeconds)".formatted(seconds));
  }

  private static Promise tooLate(int seconds, String obstacle) {
    Promise tooLate = tooLate(seconds);
    return Promise.failed(Reason.StartDeadlineExceeded, tooLate.message() + "; " + obstacle);
  }

  /** It is there when the pod is made, and gone when the tale's container is. */
  private static ClusterRun withoutItsConfigMap(Scene scene) throws InterruptedException {
    ConfigMap settings =
        scene
            .cluster()
            .make(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withNamespace(TestCluster.NAMESPACE)
                    .withName(TestCluster.unique("settings"))
                    .endMetadata()
                    .addToData("mode", "fast")
                    .build());
    ClusterRun run =
        scene.gated(
            LATER,
            "env: [{name: MODE, valueFrom: {configMapKeyRef: {name: %s, key: mode}}}]"
                .formatted(settings.getMetadata().getName()));
    scene.cluster().client().resource(settings).delete();
    scene.ungate(run);
    return run;
  }

  /** By a policy that does not care for others' pods. */
  private static ClusterRun refused(Scene scene) {
    String name = TestCluster.unique("refused");
    scene
        .cluster()
        .make(
            Serialization.unmarshal(
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: %1$s}
                spec:
                  matchConstraints:
                    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
                  matchConditions: [{name: own, expression: object.metadata.name.startsWith('%1$s')}]
                  validations: [{expression: 'false', message: not on Sundays, reason: Forbidden}]
                """
                    .formatted(name),
                ValidatingAdmissionPolicy.class));
    scene
        .cluster()
        .make(
            Serialization.unmarshal(
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: %1$s}
                spec: {policyName: %1$s, validationActions: [Deny]}
                """
                    .formatted(name),
                ValidatingAdmissionPolicyBinding.class));
    eventually().alias("the policy is in force").until(() -> isRefused(scene, name));
    return scene.cluster().runNamed(name, SOON);
  }

  private static boolean isRefused(Scene scene, String name) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(TestCluster.NAMESPACE)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("none")
            .withImage("none")
            .endContainer()
            .endSpec()
            .build();
    try {
      scene.cluster().client().resource(pod).dryRun().create();
      return false;
    } catch (KubernetesClientException e) {
      return true;
    }
  }

  private static ClusterRun restricted(Scene scene) {
    String namespace =
        namespace(scene, "restricted", Map.of("pod-security.kubernetes.io/enforce", "restricted"));
    return scene.cluster().scriptIn(namespace, "insecure", "exit 0", SOON);
  }

  private static String namespace(Scene scene, String name, Map<String, String> labels) {
    RunsNamespace namespace =
        RunsNamespace.create(scene.cluster(), TestCluster.unique(name), labels)
            .withStore(scene.cluster().setting("RECORDEDRUN_STORE_SECRET"));
    scene.cluster().afterwards(namespace::close);
    return namespace.name();
  }

  private static ClusterRun beyondQuota(Scene scene) {
    String namespace = namespace(scene, "full", Map.of());
    ResourceQuota quota =
        scene
            .cluster()
            .make(
                new ResourceQuotaBuilder()
                    .withNewMetadata()
                    .withNamespace(namespace)
                    .withName("no-pods")
                    .endMetadata()
                    .withNewSpec()
                    .withHard(Map.of("pods", new Quantity("0")))
                    .endSpec()
                    .build());
    eventually()
        .alias("the quota is in force")
        .until(() -> scene.cluster().client().resource(quota).get().getStatus().getHard() != null);
    return scene.cluster().scriptIn(namespace, "beyond", "exit 0", SOON);
  }
}

package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.UnaryOperator;

/** A test in the place of scheduler and kubelet. */
record FakeKubelet(KubernetesClient client) {

  /** Binds the pod to the node that the report names, and reports its state. */
  void report(Pod pod, UnaryOperator<Pod> report) {
    String node = report.apply(pod).getSpec().getNodeName();
    Pod bound =
        client
            .resource(pod)
            .edit(live -> new PodBuilder(live).editSpec().withNodeName(node).endSpec().build());
    client.resource(bound).editStatus(report);
  }
}

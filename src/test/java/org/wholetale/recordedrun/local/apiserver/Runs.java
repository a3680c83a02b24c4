package org.wholetale.recordedrun.local.apiserver;

import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RunStatus;

/** The smallest run there is, and statuses for it. */
final class Runs {

  private Runs() {}

  static RecordedRun named(String name) {
    return Serialization.unmarshal(
        """
        apiVersion: wholetale.org/v1alpha1
        kind: RecordedRun
        metadata: {name: "%s", namespace: default}
        spec: {image: "registry.example.org/tales/hello:1"}
        """
            .formatted(name),
        RecordedRun.class);
  }

  static RecordedRunStatus status(RunStatus phase, @Nullable String podName) {
    return new RecordedRunStatus(
        phase,
        phase.code(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        podName,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}

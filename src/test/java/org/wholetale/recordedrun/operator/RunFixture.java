package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunSpec;
import org.wholetale.recordedrun.api.RecordedRunStatus;

/** A run as the API server hands it out, defaults filled in; a test names what matters to it. */
final class RunFixture {

  static final String NAMESPACE = "tales";
  static final String CREATED = "2026-11-01T10:00:00Z";

  private final Map<String, Object> spec =
      new HashMap<>(
          Map.of(
              "image",
              "registry.example.org/tales/hello:1",
              "targetMount",
              "/work",
              "startDeadlineSeconds",
              1800,
              "gracePeriodSeconds",
              10));
  private @Nullable RecordedRunStatus status;
  private @Nullable String deletedAt;

  static RunFixture run() {
    return new RunFixture();
  }

  RunFixture with(String field, Object value) {
    spec.put(field, value);
    return this;
  }

  RunFixture cancelled() {
    return with("cancel", true);
  }

  /** Somebody asked for its deletion then. */
  RunFixture deletedAt(String time) {
    this.deletedAt = time;
    return this;
  }

  RunFixture after(@Nullable RecordedRunStatus previous) {
    this.status = previous;
    return this;
  }

  /** As the API server would hold it. */
  RecordedRun build() {
    RecordedRun run = toCreate("hello");
    run.getMetadata().setUid("11111111-2222-3333-4444-555555555555");
    run.getMetadata().setCreationTimestamp(CREATED);
    run.getMetadata().setGeneration(1L);
    run.getMetadata().setDeletionTimestamp(deletedAt);
    if (status != null) {
      run.setStatus(status);
    }
    return run;
  }

  /** As a user would send it. */
  RecordedRun toCreate(String name) {
    RecordedRun run = new RecordedRun();
    run.setMetadata(new ObjectMetaBuilder().withNamespace(NAMESPACE).withName(name).build());
    run.setSpec(Serialization.unmarshal(Serialization.asJson(spec), RecordedRunSpec.class));
    return run;
  }
}

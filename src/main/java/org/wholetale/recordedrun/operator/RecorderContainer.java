package org.wholetale.recordedrun.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunSpec;
import org.wholetale.recordedrun.api.RecorderPaths;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.api.RunIdentity;
import org.wholetale.recordedrun.api.TaleDescription;
import org.wholetale.recordedrun.api.WriteBack;

/**
 * The privileged native sidecar. Everything about it is the operator's: of the user's spec it gets
 * data in one environment variable, and read-only views of the tale's volumes; a writable one only
 * of the run's folder, where files are to be written back.
 */
final class RecorderContainer {

  static final String NAME = "recorder";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SECONDS_BEYOND_START_DEADLINE = 60;
  private static final int PROBE_SECONDS = 10;

  private RecorderContainer() {}

  static Container of(RecordedRun run, OperatorConfig config) {
    return new ContainerBuilder()
        .withName(NAME)
        .withImage(config.recorder().image())
        .withImagePullPolicy(config.recorder().pullPolicy().name())
        .withRestartPolicy("Always")
        .withCommand("recordedrun-supervise", "recordedrun", "recorder")
        .withEnv(environment(run, config))
        .withResources(config.recorder().resources())
        .withNewSecurityContext()
        .withPrivileged(true)
        .withRunAsUser(0L)
        .withRunAsGroup(0L)
        .endSecurityContext()
        .withStartupProbe(recording(run.getSpec()))
        .withNewLifecycle()
        .withNewPreStop()
        .withNewExec()
        .withCommand("touch", RecorderPaths.STOPPING)
        .endExec()
        .endPreStop()
        .endLifecycle()
        .withTerminationMessagePath(RecorderPaths.REPORT)
        .withVolumeMounts(mounts(run.getSpec(), config))
        .build();
  }

  /**
   * Lets the tale start. It waits for the gate instead of looking once a second, which would make
   * each tale wait up to a second longer; patient enough that the start deadline comes first.
   */
  private static Probe recording(RecordedRunSpec spec) {
    return new ProbeBuilder()
        .withNewExec()
        .withCommand(
            "sh", "-c", "until [ -e %s ]; do sleep 0.1; done".formatted(RecorderPaths.GATE))
        .endExec()
        .withPeriodSeconds(1)
        .withTimeoutSeconds(PROBE_SECONDS)
        .withFailureThreshold(
            Math.clamp(
                (spec.startDeadlineSeconds() + SECONDS_BEYOND_START_DEADLINE) / PROBE_SECONDS + 1,
                1,
                Integer.MAX_VALUE))
        .build();
  }

  private static List<EnvVar> environment(RecordedRun run, OperatorConfig config) {
    List<EnvVar> variables = new ArrayList<>();
    variables.add(value(RecordingRequest.VARIABLE, LiteralText.of(json(request(run, config)))));
    variables.add(field("POD_NAMESPACE", "metadata.namespace"));
    variables.add(field("POD_NAME", "metadata.name"));
    variables.add(field("POD_UID", "metadata.uid"));
    // Without it the JVM could not name a file with other than ASCII letters.
    variables.add(value("LC_ALL", "C.UTF-8"));
    OperatorConfig.Store store = config.store();
    if (store.endpoint() != null) {
      variables.add(value("AWS_ENDPOINT_URL_S3", store.endpoint()));
    }
    if (store.region() != null) {
      variables.add(value("AWS_REGION", store.region()));
    }
    if (store.credentialsSecret() != null) {
      variables.add(secret("AWS_ACCESS_KEY_ID", store.credentialsSecret(), false));
      variables.add(secret("AWS_SECRET_ACCESS_KEY", store.credentialsSecret(), false));
      variables.add(secret("AWS_SESSION_TOKEN", store.credentialsSecret(), true));
    }
    RecorderSigning signing = config.recorder().signing();
    if (signing != null && signing.timestampAuthority() != null) {
      variables.add(
          value(RecorderPaths.TIMESTAMP_AUTHORITY, signing.timestampAuthority().toString()));
    }
    return List.copyOf(variables);
  }

  private static RecordingRequest request(RecordedRun run, OperatorConfig config) {
    RecordedRunSpec spec = run.getSpec();
    TaleCommand command = TaleCommand.of(spec);
    return new RecordingRequest(
        new RunIdentity(
            run.getMetadata().getNamespace(),
            run.getMetadata().getName(),
            run.getMetadata().getUid(),
            spec.image(),
            TaleDescription.of(spec)),
        RunNames.archive(run, config.store().location()),
        command.line(),
        command.workspace(),
        command.data(),
        spec.recordingOrDefault(),
        spec.archiveOrDefault().outputsOrEmpty(),
        spec.gracePeriodSeconds(),
        config.recorder().finishSeconds(),
        RunFolder.of(spec)
            .map(folder ->
                new WriteBack(folder.workspace(), spec.archiveOrDefault().onFailureOrDefault()))
            .orElse(null));
  }

  private static List<VolumeMount> mounts(RecordedRunSpec spec, OperatorConfig config) {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(
        RunVolumes.within(
            spec.workspace(),
            RunVolumes.mountReadOnly(RunVolumes.WORKSPACE, RecorderPaths.WORKSPACE)));
    if (spec.data() != null) {
      mounts.add(
          RunVolumes.within(
              spec.data(),
              RunVolumes.mountReadOnly(RunVolumes.dataVolume(spec), RecorderPaths.DATA)));
    }
    RunFolder.of(spec).map(RunFolder::mount).ifPresent(mounts::add);
    mounts.add(RunVolumes.mount(RunVolumes.SPOOLS, RecorderPaths.SPOOLS));
    mounts.add(RunVolumes.mount(RunVolumes.CONTROL, RecorderPaths.CONTROL));
    mounts.add(RunVolumes.mountReadOnly(RunVolumes.POD, RecorderPaths.POD));
    mounts.add(
        new VolumeMountBuilder(RunVolumes.mountReadOnly(RunVolumes.LOGS, RecorderPaths.LOGS))
            .withSubPathExpr("$(POD_NAMESPACE)_$(POD_NAME)_$(POD_UID)")
            .build());
    if (config.recorder().signing() != null) {
      mounts.add(RunVolumes.mountReadOnly(RecorderSigning.VOLUME, RecorderPaths.SIGNING));
    }
    mounts.add(RunVolumes.mountReadOnly(RunVolumes.PROC, RecorderPaths.PROC));
    RunVolumes.archiveFolder(config)
        .ifPresent(folder -> mounts.add(RunVolumes.mount(RunVolumes.ARCHIVE, folder)));
    return List.copyOf(mounts);
  }

  private static String json(RecordingRequest request) {
    try {
      return JSON.writeValueAsString(request);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a request is plain data and can be written as JSON", e);
    }
  }

  private static EnvVar value(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static EnvVar field(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath(path)
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  /** One key by name: a Secret of the user's must not bring variables of its own choosing. */
  private static EnvVar secret(String key, String secretName, boolean optional) {
    return new EnvVarBuilder()
        .withName(key)
        .withNewValueFrom()
        .withNewSecretKeyRef()
        .withName(secretName)
        .withKey(key)
        .withOptional(optional ? true : null)
        .endSecretKeyRef()
        .endValueFrom()
        .build();
  }
}

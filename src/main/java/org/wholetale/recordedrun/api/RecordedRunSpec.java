package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to run and how to record it. Immutable once created, but for {@link #cancel}, {@link
 * #suspend} (until started) and {@link #ttlSecondsAfterFinished}. What a user left out is null
 * here, but where the schema has a default.
 */
@JsonIgnoreProperties(ignoreUnknown = true) // a newer CRD may have more
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!(has(self.entrypoint) && has(self.command))",
    message =
        "set either entrypoint (a script in the workspace) or command (a program and its"
            + " arguments), not both")
@ValidationRule(
    value = "!has(self.args) || has(self.command)",
    message = "args go with command; with an entrypoint, put the arguments into the script")
@ValidationRule(
    value = "!(has(oldSelf.cancel) && oldSelf.cancel) || (has(self.cancel) && self.cancel)",
    message = "a cancelled run stays cancelled; create a new run",
    fieldPath = ".cancel")
@ValidationRule(
    value =
        "!(has(self.breakHardLinks) && self.breakHardLinks) || (has(self.workspace)"
            + " && (has(self.workspace.persistentVolumeClaim) || has(self.workspace.nfs)"
            + " || has(self.workspace.csi)))",
    message =
        "only files of a persistentVolumeClaim, nfs or csi can have links elsewhere: name one as"
            + " workspace, or leave breakHardLinks out",
    fieldPath = ".breakHardLinks")
@ValidationRule(
    value = RecordedRunSpec.WRITE_BACK_HAS_FOLDER,
    message =
        "writeBack writes into the folder that the workspace lies in: name the workspace by the subPath"
            + " of a persistentVolumeClaim, nfs or csi, such as runs/42/workspace, or by the path of"
            + " an nfs",
    fieldPath = ".writeBack")
@ValidationRule(
    value =
        "!(has(self.writeBack) && self.writeBack) || !has(self.recording)"
            + " || !has(self.recording.exits) || self.recording.exits",
    message =
        "writeBack tells how the tale ended, which takes recording.exits: leave one of the two out",
    fieldPath = ".writeBack")
@ValidationRule(
    value =
        "!has(self.statusCallback) || (has(self.tale) && has(self.tale.runId)"
            + " && self.tale.runId.matches('^[0-9A-Za-z_-]+$'))",
    message =
        "Girder is told of a run by its id there: set tale.runId, of letters, digits, - and _",
    fieldPath = ".statusCallback")
@ValidationRule(value = RecordedRunSpec.SAME_FIELDS, message = RecordedRunSpec.SAME_FIELDS_MESSAGE)
public record RecordedRunSpec(
    @Nullable
        @JsonPropertyDescription("The ids that Whole Tale knows this run by.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        TaleReference tale,
    @Required
        @Size(max = 1024)
        @Pattern("^[^\\s]+$")
        @JsonPropertyDescription("The tale's container image.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        String image,
    @Nullable
        @JsonPropertyDescription("When the image is pulled; Kubernetes' default if left out.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        ImagePullPolicy imagePullPolicy,
    @Nullable
        @Size(max = 16)
        @JsonPropertyDescription("Secrets of this namespace with which the image is pulled.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        List<LocalObjectReference> imagePullSecrets,
    @Nullable
        @Size(max = 4095)
        @JsonPropertyDescription(
            "The script that `sh` runs, relative to the workspace; run.sh if neither it nor command is set.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        @ValidationRule(
            value = "!self.startsWith('/')",
            message =
                "write the entrypoint relative to the workspace, for example run.sh or scripts/run.sh")
        @ValidationRule(
            value = "!self.split('/').exists(part, part == '..')",
            message = "the entrypoint must lie in the workspace: write it without ..")
        @ValidationRule(
            value = "size(self) > 0",
            message = "write the script's name, for example run.sh, or leave entrypoint out")
        String entrypoint,
    @Nullable
        @Size(max = 1024)
        @JsonPropertyDescription("The program to run instead of an entrypoint.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        @ValidationRule(
            value = "size(self) > 0 && size(self[0]) > 0",
            message = "name the program to run, for example [python3, analysis.py]")
        List<@Size(max = ARGUMENT) String> command,
    @Nullable
        @Size(max = 1024)
        @JsonPropertyDescription("Arguments after the command's own.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        List<@Size(max = ARGUMENT) String> args,
    @Default("/work")
        @Size(max = 512)
        @Pattern("^(/[A-Za-z0-9._-]+)+/?$")
        @JsonPropertyDescription("The folder under which workspace/ and data/ appear in the tale.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        @ValidationRule(
            value = "!self.split('/').exists(part, part == '..')",
            message = "write targetMount without .., for example /work")
        String targetMount,
    @Nullable
        @Size(max = 256)
        @JsonPropertyDescription("The tale's environment.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        List<EnvVar> env,
    @Nullable
        @JsonPropertyDescription("Processor and memory for the tale.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        ResourceRequirements resources,
    @Nullable
        @JsonPropertyDescription("Who the tale runs as; uid 1000 and gid 100 unless set.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        TaleSecurityContext securityContext,
    @Nullable
        @JsonPropertyDescription(
            "The tale's workspace, writable at <targetMount>/workspace; an empty folder if left out.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        TaleVolume workspace,
    @Nullable
        @JsonPropertyDescription(
            "Gives each file of the workspace that has other hard links a copy of its own before the"
                + " tale starts, so that what the tale writes reaches no other folder.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        Boolean breakHardLinks,
    @Nullable
        @JsonPropertyDescription(
            "Writes .stdout, .stderr, .entrypoint and .docker_stats into the workspace once the tale has"
                + " ended, and .status, such as 3 COMPLETED, into the folder that it lies in.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        Boolean writeBack,
    @Nullable
        @JsonPropertyDescription(
            "Has the run's phases told to the Girder of Whole Tale, as the status of its run tale.runId.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        StatusCallback statusCallback,
    @Nullable
        @JsonPropertyDescription("The tale's data, read-only at <targetMount>/data.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        TaleVolume data,
    @Nullable
        @JsonPropertyDescription("What is recorded.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        Recording recording,
    @Nullable
        @JsonPropertyDescription("Where and what is archived.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        ArchiveSettings archive,
    @Nullable
        @Min(1)
        @Max(Integer.MAX_VALUE)
        @JsonPropertyDescription("Seconds after the tale's start at which it is stopped.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        Long activeDeadlineSeconds,
    @Default("1800")
        @Min(1)
        @Max(Integer.MAX_VALUE)
        @JsonPropertyDescription(
            "Seconds within which the tale must have started; suspended or queued ones do not count.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        Long startDeadlineSeconds,
    @Nullable
        @Min(0)
        @Max(Integer.MAX_VALUE)
        @JsonPropertyDescription(
            "Seconds after its end at which the run is deleted; kept if left out.")
        Long ttlSecondsAfterFinished,
    @Nullable @JsonPropertyDescription("Set to true to stop the run; its trace is archived.")
        Boolean cancel,
    @Nullable @JsonPropertyDescription("Holds the run before it starts.") Boolean suspend,
    @Default("10")
        @Min(0)
        @Max(86_400)
        @JsonPropertyDescription("Seconds between SIGTERM and SIGKILL when the tale is stopped.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        Long gracePeriodSeconds,
    @Nullable
        @Size(max = 64)
        @JsonPropertyDescription("Labels that the node must have.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        Map<String, String> nodeSelector,
    @Nullable
        @Size(max = 1024)
        @JsonPropertyDescription("The tale's title, for provenance.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        String title,
    @Nullable
        @Size(max = 65_536)
        @JsonPropertyDescription(
            "What the tale does, for provenance; archives keep its first 16,384 characters.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        String description,
    @Nullable
        @Size(max = 256)
        @Pattern(TaleDescription.LICENSE_PATTERN)
        @JsonPropertyDescription(
            "The licence of what the run makes, an SPDX expression such as CC-BY-4.0.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        String license,
    @Nullable
        @Size(max = 256)
        @JsonPropertyDescription("The tale's authors, for provenance.")
        @ValidationRule(value = IMMUTABLE, message = IMMUTABLE_MESSAGE)
        List<Author> authors) {

  /** Linux takes no longer argument, terminating zero included. */
  static final long ARGUMENT = 131_071;

  private static final String DEFAULT_ENTRYPOINT = "run.sh";

  static final String IMMUTABLE = "self == oldSelf";
  static final String IMMUTABLE_MESSAGE =
      "cannot be changed once the run is created; create a new run";

  /** A folder's name is at least one part of the path that is not a dot. */
  static final String WRITE_BACK_HAS_FOLDER =
      "!(has(self.writeBack) && self.writeBack) || (has(self.workspace) && ("
          + "(has(self.workspace.subPath)"
          + " && self.workspace.subPath.split('/').exists(part, part != '' && part != '.')"
          + " && (has(self.workspace.persistentVolumeClaim) || has(self.workspace.nfs)"
          + " || has(self.workspace.csi)))"
          + " || (has(self.workspace.nfs)"
          + " && self.workspace.nfs.path.split('/').exists(part, part != '' && part != '.'))))";

  static final String SAME_FIELDS =
      "has(self.tale) == has(oldSelf.tale)"
          + " && has(self.imagePullPolicy) == has(oldSelf.imagePullPolicy)"
          + " && has(self.imagePullSecrets) == has(oldSelf.imagePullSecrets)"
          + " && has(self.entrypoint) == has(oldSelf.entrypoint)"
          + " && has(self.command) == has(oldSelf.command)"
          + " && has(self.args) == has(oldSelf.args)"
          + " && has(self.env) == has(oldSelf.env)"
          + " && has(self.resources) == has(oldSelf.resources)"
          + " && has(self.securityContext) == has(oldSelf.securityContext)"
          + " && has(self.workspace) == has(oldSelf.workspace)"
          + " && has(self.breakHardLinks) == has(oldSelf.breakHardLinks)"
          + " && has(self.writeBack) == has(oldSelf.writeBack)"
          + " && has(self.statusCallback) == has(oldSelf.statusCallback)"
          + " && has(self.data) == has(oldSelf.data)"
          + " && has(self.recording) == has(oldSelf.recording)"
          + " && has(self.archive) == has(oldSelf.archive)"
          + " && has(self.activeDeadlineSeconds) == has(oldSelf.activeDeadlineSeconds)"
          + " && has(self.nodeSelector) == has(oldSelf.nodeSelector)"
          + " && has(self.title) == has(oldSelf.title)"
          + " && has(self.description) == has(oldSelf.description)"
          + " && has(self.license) == has(oldSelf.license)"
          + " && has(self.authors) == has(oldSelf.authors)";
  static final String SAME_FIELDS_MESSAGE =
      "only cancel, suspend and ttlSecondsAfterFinished can be added or removed once the run is"
          + " created; create a new run";

  /** The recording options, with the schema's defaults where the user wrote none. */
  public Recording recordingOrDefault() {
    return recording == null ? Recording.DEFAULT : recording;
  }

  /** The archive settings, with the schema's defaults where the user wrote none. */
  public ArchiveSettings archiveOrDefault() {
    return archive == null ? ArchiveSettings.DEFAULT : archive;
  }

  /** What runs: the program and its arguments, or the shell and the entrypoint's script. */
  public List<String> commandLine() {
    if (command == null) {
      return List.of("sh", Objects.requireNonNullElse(entrypoint, DEFAULT_ENTRYPOINT));
    }
    return Stream.concat(
            command.stream(), Objects.requireNonNullElse(args, List.<String>of()).stream())
        .toList();
  }

  /** Whether somebody asked for the run to be stopped. */
  @JsonIgnore
  public boolean isCancelled() {
    return Boolean.TRUE.equals(cancel);
  }

  /** Whether the workspace's files are to be parted from their other links before the tale. */
  @JsonIgnore
  public boolean breaksHardLinks() {
    return Boolean.TRUE.equals(breakHardLinks);
  }

  /** Whether the run's folder gets the files that Whole Tale looks for there. */
  @JsonIgnore
  public boolean writesBack() {
    return Boolean.TRUE.equals(writeBack);
  }

  /** Whether the run is to be held before it starts. */
  @JsonIgnore
  public boolean isSuspended() {
    return Boolean.TRUE.equals(suspend);
  }
}

package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator asks of a recorder: the one JSON environment variable through which anything of
 * a user's reaches it, as data.
 *
 * @param archive the archive's own location, a {@code file:} or {@code s3:} URI that ends in {@code
 *     /}
 * @param command the tale's whole command line
 * @param workspace where the tale sees its workspace, absolute
 * @param data where the tale sees its data, absolute; null where it has none
 * @param graceSeconds how long a tale that is being stopped has between SIGTERM and SIGKILL
 * @param finishSeconds how long the recorder may take after the tale's end
 * @param writeBack null where nothing is written into the run's folder
 */
@JsonIgnoreProperties(ignoreUnknown = true) // a newer operator may ask for more
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecordingRequest(
    RunIdentity run,
    String archive,
    List<String> command,
    String workspace,
    @Nullable String data,
    Recording recording,
    List<String> outputs,
    long graceSeconds,
    long finishSeconds,
    @Nullable WriteBack writeBack) {

  /** The name of the environment variable that holds this as JSON. */
  public static final String VARIABLE = "RECORDEDRUN_REQUEST";

  /** The same with another command line, as it may be shown. */
  public RecordingRequest withCommand(List<String> shown) {
    return new RecordingRequest(
        run,
        archive,
        shown,
        workspace,
        data,
        recording,
        outputs,
        graceSeconds,
        finishSeconds,
        writeBack);
  }

  /** The same without the secrets that say what to redact. */
  public RecordingRequest withoutSecrets() {
    return new RecordingRequest(
        run,
        archive,
        command,
        workspace,
        data,
        recording.withoutSecrets(),
        outputs,
        graceSeconds,
        finishSeconds,
        writeBack);
  }

  /** The same without files of the workspace to keep. */
  public RecordingRequest withoutOutputs() {
    return new RecordingRequest(
        run,
        archive,
        command,
        workspace,
        data,
        recording,
        List.of(),
        graceSeconds,
        finishSeconds,
        writeBack);
  }
}

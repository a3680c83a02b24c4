package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is recorded of a tale. Starts of programs always are; each further kind costs a little. */
@JsonIgnoreProperties(ignoreUnknown = true) // a newer CRD may have more
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recording(
    @Nullable @Default("true") @JsonPropertyDescription("Record how processes end.") Boolean exits,
    @Nullable
        @Default("true")
        @JsonPropertyDescription("Record files opened, renamed and deleted, and execs that failed.")
        Boolean files,
    @Nullable
        @Default("false")
        @JsonPropertyDescription(
            "Record how many bytes each process reads from and writes to each file, pipe and socket. Makes reading and writing dearer.")
        Boolean bytes,
    @Nullable
        @Default("false")
        @JsonPropertyDescription(
            "Record that, but of pipes, FIFOs and sockets alone: which process writes to which.")
        Boolean pipes,
    @Nullable
        @Default("false")
        @JsonPropertyDescription(
            "Record the sockets that are connected, bound and accepted, what goes through them, and the names looked up by DNS.")
        Boolean network,
    @Nullable
        @Size(max = 64)
        @JsonPropertyDescription(
            "Names of environment variables whose values are recorded with each program that is started. Values of names that are taken for secrets are redacted all the same.")
        List<@Pattern(VARIABLE_PATTERN) String> environment,
    @Nullable
        @Default("stream")
        @JsonPropertyDescription(
            "When events leave the kernel: as they happen (stream), or no sooner than its buffers fill or the tale ends (end), which disturbs the tale least; a recorder that is lost then loses them.")
        Collect collect,
    @Nullable
        @Default("Warn")
        @JsonPropertyDescription("What becomes of a run some of whose events were lost.")
        OnLoss onLoss,
    @Nullable
        @JsonPropertyDescription(
            "Secrets that are kept out of the trace; those with the usual names unless told.")
        Redaction redact) {

  /** What the name of an environment variable must look like. */
  public static final String VARIABLE_PATTERN = "^[A-Za-z_][A-Za-z0-9_]{0,127}$";

  /** All that the schema's defaults switch on. */
  public static final Recording DEFAULT =
      new Recording(true, true, false, false, false, null, Collect.STREAM, OnLoss.Warn, null);

  /** When events leave the kernel. */
  public enum Collect {
    /** As they happen. */
    @JsonProperty("stream")
    STREAM,
    /** When its buffers begin to fill, and when the tale has ended. */
    @JsonProperty("end")
    END
  }

  /** Whether a run whose trace has holes still counts. */
  public enum OnLoss {
    /** It does; the status says what is missing. */
    Warn,
    /** It ends FAILED, reason TraceIncomplete. */
    Fail
  }

  /** Whether process exits are recorded. */
  public boolean recordsExits() {
    return !Boolean.FALSE.equals(exits);
  }

  /** Whether file accesses are recorded. */
  public boolean recordsFiles() {
    return !Boolean.FALSE.equals(files);
  }

  /** Whether it is recorded how much is read and written. */
  public boolean recordsBytes() {
    return Boolean.TRUE.equals(bytes);
  }

  /** Whether that is recorded of pipes and sockets. */
  public boolean recordsPipes() {
    return recordsBytes() || Boolean.TRUE.equals(pipes);
  }

  /** Whether the use of sockets is recorded. */
  public boolean recordsNetwork() {
    return Boolean.TRUE.equals(network);
  }

  /** The environment variables that are recorded; empty where there are none. */
  public List<String> environmentOrEmpty() {
    return environment == null ? List.of() : environment;
  }

  /** When events leave the kernel; as they happen unless set. */
  public Collect collectOrDefault() {
    return Objects.requireNonNullElse(collect, Collect.STREAM);
  }

  /** What happens on loss; Warn unless set. */
  public OnLoss onLossOrDefault() {
    return Objects.requireNonNullElse(onLoss, OnLoss.Warn);
  }

  /** What is redacted; what the usual names have unless set. */
  public Redaction redactOrDefault() {
    return Objects.requireNonNullElse(redact, Redaction.DEFAULT);
  }

  /** The same without the secrets that it names. */
  Recording withoutSecrets() {
    return redact == null
        ? this
        : new Recording(
            exits,
            files,
            bytes,
            pipes,
            network,
            environment,
            collect,
            onLoss,
            redact.withoutValues());
  }
}

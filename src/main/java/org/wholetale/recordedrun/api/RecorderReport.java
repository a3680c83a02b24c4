package org.wholetale.recordedrun.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What the recorder tells the operator, as JSON in its container's termination message; always
 * below 3,000 bytes, since the kubelet keeps only the last 4,096.
 *
 * @param exitCode the exit code of the tale's first process as the recorder saw it
 * @param signal the signal that ended it, as the recorder saw it
 * @param problem what kept the recorder from recording, or the archive from being written, in a
 *     sentence with what to do; or that the archive was recovered before; null where neither was
 * @param hopeless the reason for the run, where waiting or trying again cannot help on this node;
 *     null where it may
 * @param spool where the events lie that are not in the archive; null where all are
 * @param notWrittenBack why the run's folder lacks a file that was to be written back, in a
 *     sentence; null where it lacks none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecorderReport(
    State state,
    @Nullable TraceSummary trace,
    @Nullable Integer exitCode,
    @Nullable Integer signal,
    @Nullable String problem,
    @Nullable Reason hopeless,
    @Nullable String spool,
    @Nullable String notWrittenBack) {

  /** How far the recorder has come, and nothing else. */
  public static RecorderReport of(State state) {
    return new RecorderReport(state, null, null, null, null, null, null, null);
  }

  /**
   * Why the recorder cannot record.
   *
   * @param problem a sentence with what to do
   * @param hopeless null where trying again may help
   */
  public static RecorderReport failed(String problem, @Nullable Reason hopeless) {
    return new RecorderReport(State.FAILED, null, null, null, problem, hopeless, null, null);
  }

  /** The same, which says too why the run's folder lacks a file; null where it lacks none. */
  public RecorderReport withNotWrittenBack(@Nullable String why) {
    return new RecorderReport(state, trace, exitCode, signal, problem, hopeless, spool, why);
  }

  /** How far the recorder has come. */
  public enum State {
    /** bpftrace is being started. */
    STARTING,
    /** Events are being recorded. */
    RECORDING,
    /** The tale has ended; the archive is being written. */
    ARCHIVING,
    /** The archive is whole: the manifest lies in it. */
    ARCHIVED,
    /** Recording worked, the archive is not whole. */
    ARCHIVE_FAILED,
    /** Recording did not work. */
    FAILED;

    /** Whether the recorder has said its last word. */
    public boolean isFinal() {
      return this == ARCHIVED || this == ARCHIVE_FAILED || this == FAILED;
    }
  }
}

package org.wholetale.recordedrun.e2e.cluster;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.wholetale.recordedrun.api.Reason;
import org.wholetale.recordedrun.api.RunStatus;

/**
 * How a run ends, as far as it is the same each time.
 *
 * @param message with … for what is not
 * @param tale how the tale ended, as in {@code exit code 3}; empty where nobody knows
 * @param traceComplete the status of that condition
 */
record Promise(
    RunStatus phase,
    String reason,
    String message,
    String tale,
    Archive archive,
    String traceComplete) {

  private static final String ANYTHING = "…";

  /** What lies in the store once the run has ended. */
  enum Archive {
    WHOLE("whole"),
    RECOVERED("recovered"),
    SEGMENTS("segments until then"),
    NONE("none"),
    /** How far the recorder had come when it was halted decides. */
    NONE_OR_WHOLE("none, or whole where it recorded already");

    private final String shown;

    Archive(String shown) {
      this.shown = shown;
    }

    @Override
    public String toString() {
      return shown;
    }
  }

  /** The tale never ran, so that there is nothing to archive. */
  static Promise of(RunStatus phase, Reason reason, String message) {
    return new Promise(phase, reason.name(), message, "", Archive.NONE, "Unknown");
  }

  static Promise failed(Reason reason, String message) {
    return of(RunStatus.FAILED, reason, message);
  }

  /** The tale ended so, and the archive is whole. */
  Promise after(String taleEnd) {
    return new Promise(phase, reason, message, taleEnd, Archive.WHOLE, "True");
  }

  Promise leaving(Archive remains, String complete) {
    return new Promise(phase, reason, message, tale, remains, complete);
  }

  /** This outcome, without what that promise leaves open. */
  Promise asFarAs(Promise promised) {
    return promised.archive == Archive.NONE_OR_WHOLE && archive != Archive.SEGMENTS
        ? leaving(promised.archive, promised.traceComplete)
        : this;
  }

  /** All of it but the message. */
  String facts() {
    return "%s %s, tale: %s, archive: %s, TraceComplete: %s"
        .formatted(phase, reason, tale, archive, traceComplete);
  }

  Pattern messages() {
    return Pattern.compile(
        Arrays.stream(message.split(ANYTHING, -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")),
        Pattern.DOTALL);
  }
}

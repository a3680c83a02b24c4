package org.wholetale.recordedrun.operator;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecorderReport;

/**
 * How the tale's first process ended: by itself with an exit code, or by a signal. Both are null
 * where nobody saw it.
 *
 * <p>Kubernetes writes 128 + n for signal n, and so does a shell whose child was killed. Only the
 * recorder, which watched the kernel, can tell the two apart; without it the signal is assumed.
 */
record TaleEnd(@Nullable Integer exitCode, @Nullable Integer signal) {

  static final TaleEnd UNSEEN = new TaleEnd(null, null);

  private static final int SIGNALLED = 128;
  private static final int LAST_SIGNAL = 64;

  /** As the recorder saw it, where the kubelet did not. */
  static TaleEnd ofReport(@Nullable RecorderReport report) {
    return report == null ? UNSEEN : new TaleEnd(report.exitCode(), report.signal());
  }

  static TaleEnd of(ContainerStateTerminated terminated, @Nullable RecorderReport report) {
    if (terminated.getSignal() != null && terminated.getSignal() > 0) {
      return new TaleEnd(null, terminated.getSignal());
    }
    int code = terminated.getExitCode();
    boolean ambiguous = code > SIGNALLED && code <= SIGNALLED + LAST_SIGNAL;
    boolean ownCode = report != null && report.exitCode() != null && report.exitCode() == code;
    return ambiguous && !ownCode ? new TaleEnd(null, code - SIGNALLED) : new TaleEnd(code, null);
  }

  boolean succeeded() {
    return exitCode != null && exitCode == 0;
  }

  /** A sentence about it, such as {@code the tale was ended by signal 11 (SIGSEGV)}. */
  String sentence() {
    if (signal != null) {
      return "the tale was ended by signal %d (%s)".formatted(signal, SignalName.of(signal));
    }
    return exitCode == null
        ? "how the tale ended was not seen"
        : "the tale ended with exit code " + exitCode;
  }
}

package org.wholetale.recordedrun.cli;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.wholetale.recordedrun.recorder.Sidecar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the sidecar runs. */
@Command(
    name = "recorder",
    description = "Records the pod that this container is in; started by the operator.")
final class RecorderCommand implements Callable<Integer> {

  private static final int TRY_AGAIN = 1;

  @Option(
      names = "--ending",
      description = "The tale has ended: only complete what a recorder before this one left.")
  private boolean ending;

  @Override
  public Integer call() throws Exception {
    Sidecar sidecar = Sidecar.of(System.getenv(), Clock.systemUTC());
    return Termination.run(() -> exitCode(sidecar.run(ending)), sidecar::end);
  }

  /** As the supervisor of the container understands it. */
  private static int exitCode(Sidecar.Outcome outcome) {
    return switch (outcome) {
      case ARCHIVED -> 0;
      case NOT_ARCHIVED -> Problems.RECORDING_FAILED;
      case TRY_AGAIN -> TRY_AGAIN;
    };
  }
}

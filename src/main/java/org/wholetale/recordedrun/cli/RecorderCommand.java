package org.wholetale.recordedrun.cli;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.wholetale.recordedrun.recorder.Sidecar;
import picocli.CommandLine.Command;

/** What the sidecar runs. */
@Command(
    name = "recorder",
    description = "Records the pod that this container is in; started by the operator.")
final class RecorderCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    Sidecar sidecar = Sidecar.of(System.getenv(), Clock.systemUTC());
    return Termination.run(() -> sidecar.run() ? 0 : Problems.RECORDING_FAILED, sidecar::end);
  }
}

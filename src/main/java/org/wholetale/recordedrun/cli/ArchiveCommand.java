package org.wholetale.recordedrun.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.recorder.CutOffRun;
import org.wholetale.recordedrun.recorder.Folders;
import org.wholetale.recordedrun.recorder.RecorderException;
import org.wholetale.recordedrun.recorder.RunSetup;
import org.wholetale.recordedrun.recorder.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finishes the archive of a run whose store was away, or whose recorder ended before its time. */
@Command(
    name = "archive",
    mixinStandardHelpOptions = true,
    description = {
      "Brings what a recorder left in its spool into the archive, and completes it.",
      "The run must have ended. Exits 0 where the archive is whole."
    })
final class ArchiveCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "SPOOL",
      description = "The folder that the recorder named, or the pod's in the volume for spools.")
  private Path folder = Path.of("");

  @Option(
      names = "--finish-seconds",
      defaultValue = "120",
      description = "How long to wait for a store that is away (${DEFAULT-VALUE}).")
  private long finishSeconds;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws RecorderException, IOException, InterruptedException {
    Spool spool = new Spool(folder);
    if (!Files.exists(spool.request())) {
      throw new IOException(folder + " is no spool: it has no " + spool.request().getFileName());
    }
    RecordingRequest request = spool.readRequest();
    try (ArchiveStore store =
        ArchiveStores.open(ArchiveLocation.parse(request.archive()), System.getenv())) {
      RecorderReport report =
          CutOffRun.in(
                  new RunSetup(
                      request,
                      spool,
                      store,
                      Path.of("/proc"),
                      Map.of(),
                      null,
                      null,
                      Clock.systemUTC()))
              .orElseThrow(() -> new IOException("nothing was recorded into " + folder))
              .archive(Duration.ofSeconds(finishSeconds));
      RunSummary.print(spec.commandLine().getOut(), report);
      if (report.state() != RecorderReport.State.ARCHIVED) {
        return 1;
      }
    }
    Folders.delete(folder);
    return 0;
  }
}

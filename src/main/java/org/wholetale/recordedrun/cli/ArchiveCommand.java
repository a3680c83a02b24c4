package org.wholetale.recordedrun.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.archive.ArchiveCopy;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.recorder.CutOffRun;
import org.wholetale.recordedrun.recorder.Folders;
import org.wholetale.recordedrun.recorder.RecorderException;
import org.wholetale.recordedrun.recorder.RunSetup;
import org.wholetale.recordedrun.recorder.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code recordedrun archive}: finishes the archive of a run whose store was away, or whose
 * recorder ended before its time; of a run in a cluster it says where the archive is, and fetches
 * it.
 */
@Command(
    name = "archive",
    mixinStandardHelpOptions = true,
    description = {
      "Brings what a recorder left in its spool into the archive, and completes it.",
      "The run must have ended. Exits 0 where the archive is whole.",
      "Of a run in a cluster: prints where its archive is, and with --output copies it."
    })
final class ArchiveCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "SPOOL|RUN",
      description =
          "The folder that the recorder named, or the pod's in the volume for spools; or a run's"
              + " name.")
  private String named = "";

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Copy the run's archive into that folder, which is made, or is empty.")
  private @Nullable Path output;

  @Option(
      names = "--finish-seconds",
      defaultValue = "120",
      description = "How long to wait for a store that is away (${DEFAULT-VALUE}).")
  private long finishSeconds;

  @Option(
      names = "--workspace",
      paramLabel = "DIR",
      description = "Where the tale's workspace lies here; for files that the run keeps.")
  private @Nullable Path workspace;

  @Option(
      names = "--no-outputs",
      description = "Archive without the files of the workspace that the run keeps.")
  private boolean noOutputs;

  @Mixin private final SigningOptions signing = new SigningOptions();

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<String, String> environment;

  /** The command with the environment of this process. */
  ArchiveCommand() {
    this(System.getenv());
  }

  /**
   * The command.
   *
   * @param environment where S3 and its credentials are named
   */
  ArchiveCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws RecorderException, IOException, InterruptedException {
    if (ClusterOptions.isRunName(named)) {
      return fetch(cluster.archive(named));
    }
    if (output != null) {
      throw new ParameterException(
          spec.commandLine(), "--output is for a run in a cluster, %s is none".formatted(named));
    }
    return finish(Path.of(named));
  }

  private int fetch(NamedArchive archive) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (output != null) {
      try (ArchiveStore store =
          ArchiveStores.open(ArchiveLocation.parse(archive.location()), environment)) {
        int files = ArchiveCopy.into(output, store);
        out.printf("copied     %d files into %s%n", files, output);
      }
    }
    out.printf("archive    %s%n", archive.location());
    if (archive.manifestSha256() != null) {
      RunSummary.printVerify(
          out,
          archive.manifestSha256().hex(),
          output == null ? archive.location() : output.toString());
    }
    out.flush();
    return 0;
  }

  private int finish(Path folder) throws RecorderException, IOException, InterruptedException {
    Spool spool = new Spool(folder);
    if (!Files.exists(spool.request())) {
      throw new IOException(folder + " is no spool: it has no " + spool.request().getFileName());
    }
    RecordingRequest request = spool.readRequest();
    if (noOutputs) {
      request = request.withoutOutputs();
    }
    try (Closeable _ = spool.claim();
        ArchiveStore store =
            ArchiveStores.open(ArchiveLocation.parse(request.archive()), environment)) {
      CutOffRun run =
          CutOffRun.in(
                  RunSetup.onThisMachine(
                      request,
                      spool,
                      store,
                      workspace == null ? Map.of() : Map.of(request.workspace(), workspace),
                      signing.signing(),
                      Clock.systemUTC()))
              .orElseThrow(() -> new IOException("nothing was recorded into " + folder));
      if (run.needsWorkspace() && workspace == null && request.run().namespace() != null) {
        throw new IOException(
            ("the run keeps files of its workspace (%s): say by --workspace where that lies here, or"
                    + " leave them out by --no-outputs")
                .formatted(String.join(", ", request.outputs())));
      }
      RecorderReport report = run.archive(Duration.ofSeconds(finishSeconds));
      RunSummary.print(spec.commandLine().getOut(), report);
      if (report.state() != RecorderReport.State.ARCHIVED) {
        return 1;
      }
    }
    Folders.delete(folder);
    return 0;
  }
}

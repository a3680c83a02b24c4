package org.wholetale.recordedrun.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.archive.Sha256;
import org.wholetale.recordedrun.recorder.Spool;
import org.wholetale.recordedrun.recorder.SpoolArchiver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finishes the archive of a run whose store was away. */
@Command(
    name = "archive",
    mixinStandardHelpOptions = true,
    description = "Brings what a recorder left in its spool into the archive, and completes it.")
final class ArchiveCommand implements Callable<Integer> {

  @Parameters(paramLabel = "SPOOL", description = "The folder that the recorder named.")
  private Path folder = Path.of("");

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Spool spool = new Spool(folder);
    if (!Files.exists(spool.request())) {
      throw new IOException(folder + " is no spool: it has no " + spool.request().getFileName());
    }
    ArchiveLocation location = ArchiveLocation.parse(spool.readRequest().archive());
    try (ArchiveStore store = ArchiveStores.open(location, System.getenv())) {
      Sha256 manifest = new SpoolArchiver(spool, store).archive();
      Folders.delete(folder);
      PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
      out.printf("archive    %s%n", location);
      RunSummary.printVerify(out, manifest.hex(), location.toString());
    }
    return 0;
  }
}

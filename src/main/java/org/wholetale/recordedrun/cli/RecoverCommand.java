package org.wholetale.recordedrun.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.archive.ArchiveFinder;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.archive.CommittedManifest;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestRecovery;
import org.wholetale.recordedrun.recorder.UnclosedArchive;
import org.wholetale.recordedrun.signing.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordedrun recover}: closes an archive whose recorder, and its spool, are lost. */
@Command(
    name = "recover",
    mixinStandardHelpOptions = true,
    description = {
      "Write the manifest of an archive whose recorder is lost with its node, of what it had"
          + " brought there.",
      "Only for a run that has ended: where its recorder lives on, what it still brings is told of"
          + " in "
          + Manifest.LATE_FILE_NAME
          + ". Nothing is changed where there is a manifest.",
      "Exits 0 where there is a manifest now, 1 where that could not be, 2 on wrong usage."
    })
public final class RecoverCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "LOCATION",
      description =
          "An archive, or a folder or prefix with one archive below it: a path or"
              + " s3://bucket/prefix.")
  private String location = "";

  @Mixin private final SigningKeyOptions signing = new SigningKeyOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<String, String> environment;
  private final Clock clock;

  /** The command with the environment of this process. */
  public RecoverCommand() {
    this(System.getenv(), Clock.systemUTC());
  }

  /**
   * The command.
   *
   * @param environment where S3 and its credentials are named
   */
  RecoverCommand(Map<String, String> environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    SigningKey key = signing.key();
    try {
      ArchiveFinder.Found found = OneArchive.find(location, environment);
      try (ArchiveStore store = ArchiveStores.open(found.location(), environment)) {
        return recover(store, found, key);
      }
    } catch (OneArchive.NotOneArchiveException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private int recover(ArchiveStore store, ArchiveFinder.Found found, @Nullable SigningKey key)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (found.hasManifest()) {
      out.printf("%s has a manifest: there is nothing to recover%n", found.location());
      out.flush();
      return 0;
    }
    Optional<CommittedManifest> manifest = new UnclosedArchive(store, clock, key).close(null);
    manifest.ifPresent(written -> print(out, written, found.location()));
    out.flush();
    return manifest.isPresent() ? 0 : 1;
  }

  private static void print(PrintWriter out, CommittedManifest written, ArchiveLocation location) {
    Manifest manifest = written.manifest();
    ManifestRecovery recovery = manifest.recovery();
    if (recovery == null) {
      out.println("the recorder was faster: the manifest is its own");
    } else {
      out.printf(
          "recovered  %d files, %d processes, %d events; %s%n",
          manifest.files().size(),
          manifest.trace().processes(),
          manifest.trace().events(),
          manifest.trace().completeness());
      recovery.leftOut().forEach(file -> out.printf("left out   %s%n", file));
      if (manifest.run().uid() == null) {
        out.println("unknown    which run it was, and what recorded it: there is no opening.json");
      }
    }
    out.printf("archive    %s%n", location);
    RunSummary.printVerify(out, written.sha256().hex(), location.toString());
  }
}

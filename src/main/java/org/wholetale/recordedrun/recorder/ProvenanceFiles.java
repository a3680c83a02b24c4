package org.wholetale.recordedrun.recorder;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.archive.ManifestOmission;
import org.wholetale.recordedrun.format.Format;
import org.wholetale.recordedrun.format.RunArchive;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.report.Report;
import org.wholetale.recordedrun.report.ReportSupplement;

/**
 * Writes what is made of a run's record into the spool, each file on its own: one that cannot be
 * written is left out, and that is said. The archive is whole without it.
 *
 * @param archive what there is of the archive
 * @param outOfTime whether no more are to be written
 * @param submit told of each file that is there, by its path
 */
record ProvenanceFiles(
    Spool spool, RunArchive archive, BooleanSupplier outOfTime, Consumer<String> submit) {

  private static final Logger LOG = LoggerFactory.getLogger(ProvenanceFiles.class);

  /** Bytes of one file: the spool is on a node's disk, which others need too. */
  private static final long LARGEST = 512L << 20;

  @FunctionalInterface
  private interface Content {
    void write(OutputStream out) throws IOException;
  }

  /**
   * All of them; returns those that could not be written.
   *
   * @param beside what the report shows too
   */
  List<ManifestOmission> write(RunRecord run, ReportSupplement beside) {
    List<ManifestOmission> omitted = new ArrayList<>();
    // First, since the crate and its preview tell of it.
    write(Report.FILE_NAME, out -> Report.open().write(run, beside, out), omitted);
    for (Format format : Format.archived()) {
      format.path().ifPresent(path -> write(path, out -> format.write(run, archive, out), omitted));
    }
    return omitted;
  }

  /** What is left to say where there is no record to write. */
  static List<ManifestOmission> none(String why) {
    return Stream.concat(
            Format.archived().stream().flatMap(format -> format.path().stream()),
            Stream.of(Report.FILE_NAME))
        .map(path -> omission(path, why))
        .toList();
  }

  /** Whether a file of the archive is one of these. */
  static boolean isOne(String path) {
    return path.equals(Report.FILE_NAME) || Format.at(path).isPresent();
  }

  /** The same for files that were written and could not be uploaded. */
  static List<ManifestOmission> notUploaded(List<String> paths, @Nullable String why) {
    String told = why == null ? "it was not uploaded" : why;
    return paths.stream().map(path -> omission(path, told)).toList();
  }

  private void write(String path, Content content, List<ManifestOmission> omitted) {
    Path file = spool.inArchive(path);
    try {
      Files.createDirectories(file.resolveSibling(""));
      try (OutputStream out =
          new BufferedOutputStream(
              new BoundedOutputStream(Files.newOutputStream(file), outOfTime, LARGEST), 1 << 16)) {
        content.write(out);
      }
      submit.accept(path);
    } catch (IOException e) {
      omitted.add(leftOut(path, file, String.valueOf(e.getMessage())));
    } catch (RuntimeException | VirtualMachineError e) {
      // Also one that takes more memory than there is: what it took is free again.
      LOG.atError().addKeyValue("file", path).setCause(e).log("not written");
      omitted.add(leftOut(path, file, e.toString()));
    }
  }

  private static ManifestOmission leftOut(String path, Path file, String why) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", path).setCause(e).log("stays in the spool");
    }
    return omission(path, why);
  }

  private static ManifestOmission omission(String path, String why) {
    String command = path.equals(Report.FILE_NAME) ? "report" : "export";
    return new ManifestOmission(path, "%s; recordedrun %s writes it".formatted(why, command));
  }
}

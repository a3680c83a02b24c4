package org.wholetale.recordedrun.recorder;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.api.WriteBack;
import org.wholetale.recordedrun.archive.OneLine;
import org.wholetale.recordedrun.provenance.ShellText;
import org.wholetale.recordedrun.recorder.OutputRecorder.Stream;

/**
 * Writes into a run's folder what Whole Tale looks for there after a run: into the workspace what
 * the tale printed, what was run and what it used, beside the workspace the status. Where nobody
 * asked for that nothing is done; what goes wrong changes nothing about the run, and is reported.
 *
 * @see "gwvolman/utils.py, _recorded_run"
 */
final class RunFolderWriter {

  /** The files of the archive that are written back, with a dot before their names. */
  private static final List<String> ARCHIVED =
      List.of(Stream.STDOUT.fileName(), Stream.STDERR.fileName(), DockerStats.FILE_NAME);

  private static final String ENTRYPOINT = ".entrypoint";
  private static final String STATUS = ".status";
  private static final Logger LOG = LoggerFactory.getLogger(RunFolderWriter.class);

  private final RunSetup setup;
  private @Nullable String problem;

  RunFolderWriter(RunSetup setup) {
    this.setup = setup;
  }

  /** Keeps those files of the spool that will be written back, which uploading them removes. */
  void hold() throws IOException {
    if (setup.runFolder() == null) {
      return;
    }
    for (String path : ARCHIVED) {
      Path file = setup.spool().inArchive(path);
      Path held = setup.spool().held(path);
      Files.createDirectories(held.getParent());
      if (Files.exists(file) && Files.notExists(held)) {
        Files.createLink(held, file);
      }
    }
  }

  /**
   * Writes the files of the workspace.
   *
   * @param outOfTime whether no more can be written
   */
  void writeFiles(BooleanSupplier outOfTime) throws InterruptedException {
    RunFolder run = setup.runFolder();
    WriteBack settings = setup.request().writeBack();
    if (run == null || settings == null) {
      return;
    }
    try (UntrustedFolder folder = UntrustedFolder.open(run.folder());
        UntrustedFolder workspace = folder.below(settings.workspace())) {
      FileOwner owner = FileOwner.of(run.folder().resolve(settings.workspace()));
      put(workspace, owner, ENTRYPOINT, text(entrypoint()));
      for (String path : ARCHIVED) {
        Path held = setup.spool().held(path);
        if (Files.exists(held)) {
          try (InputStream content = new TimedInputStream(Files.newInputStream(held), outOfTime)) {
            put(workspace, owner, "." + path, content);
          }
          Files.delete(held);
        }
      }
    } catch (IOException e) {
      failed("the workspace " + settings.workspace(), e);
    }
  }

  /** Writes the status that the run ends in; returns the report with what went wrong. */
  RecorderReport conclude(RecorderReport report) throws InterruptedException {
    RunFolder run = setup.runFolder();
    WriteBack settings = setup.request().writeBack();
    if (run == null || settings == null) {
      return report;
    }
    Optional<RunStatus> phase =
        FinalPhase.of(report, setup.request(), settings, run.readStoppedFor());
    if (phase.isEmpty()) {
      failed(STATUS, new IOException("the recorder did not see how the tale ended"));
      return report.withNotWrittenBack(problem);
    }
    try (UntrustedFolder folder = UntrustedFolder.open(run.folder())) {
      put(folder, FileOwner.of(run.folder()), STATUS, text(phase.get().text()));
    } catch (IOException e) {
      failed(STATUS, e);
    }
    return report.withNotWrittenBack(problem);
  }

  private void put(UntrustedFolder folder, FileOwner owner, String name, InputStream content)
      throws InterruptedException {
    try {
      owner.run(() -> folder.put(name, content));
    } catch (IOException e) {
      failed(name, e);
    }
  }

  /** The first problem is told; others follow from it, as a rule. */
  private void failed(String what, IOException why) {
    String sentence =
        "%s cannot be written into the run's folder: %s".formatted(OneLine.of(what), reason(why));
    LOG.atWarn().addKeyValue("problem", sentence).log("not written back");
    problem = Objects.requireNonNullElse(problem, sentence);
  }

  /** Java's own messages begin with a path, which here is of no use to anybody. */
  private static String reason(IOException why) {
    return switch (why) {
      case AccessDeniedException _ -> "no permission; whom the folder belongs to must be able to";
      case FileSystemException e when e.getReason() != null -> OneLine.of(e.getReason());
      default -> OneLine.of(Objects.requireNonNullElse(why.getMessage(), why.toString()));
    };
  }

  /** What Whole Tale was given to run, such as {@code run.sh}; a command as a whole. */
  private String entrypoint() {
    List<String> command = setup.request().command();
    return command.size() == 2 && command.getFirst().equals("sh")
        ? command.getLast()
        : ShellText.commandLineOf(command);
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}

package org.wholetale.recordedrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.e2e.ArchivedRun;
import org.wholetale.recordedrun.e2e.LocalRun;
import org.wholetale.recordedrun.e2e.Recordedrun;
import org.wholetale.recordedrun.provenance.FileRole;
import org.wholetale.recordedrun.provenance.FilesTable;
import org.wholetale.recordedrun.trace.Event;

/** The same notebook, in a cluster and without one. */
@Tag("cluster")
class NotebookTest {

  private static final String IMAGE =
      Objects.requireNonNullElse(
          System.getenv("E2E_NOTEBOOK_IMAGE"), "localhost/recordedrun-example-notebook:1");

  @TempDir Path folder;

  /** Another release's Jupyter runs other programs. */
  @Test
  @EnabledIf("isPythonThatOfTheImage")
  void programsAndFilesAreTheSameInAClusterAndWithoutOne() throws Exception {
    ArchivedRun inCluster;
    try (TestCluster cluster = TestCluster.connect()) {
      ClusterRun notebook = cluster.example("notebook", IMAGE);
      notebook.await(RunStatus.COMPLETED);
      inCluster = notebook.archived();
    }
    LocalRun runs = new LocalRun(folder);
    Recordedrun.Ended ended =
        runs.run(Path.of("examples/notebook/run.yaml").toAbsolutePath().toString());
    ArchivedRun local = runs.recording("notebook", ended).run();

    assertThat(inCluster.verification().problems()).isEmpty();
    assertThat(inCluster.manifest().trace().complete()).isTrue();
    assertThat(programs(inCluster))
        .as("but for their order, which is by chance in a pipeline")
        .containsExactlyInAnyOrderElementsOf(programs(local));
    assertThat(files(inCluster)).isEqualTo(files(local));
  }

  static boolean isPythonThatOfTheImage() {
    return Files.exists(Path.of("/usr/bin/python3.11"));
  }

  /** Each program that was executed, with its arguments; what a run names by chance is left out. */
  private static List<String> programs(ArchivedRun run) {
    return run.events(Event.Exec.class).stream()
        .map(exec -> String.join(" ", exec.argv().stream().map(Object::toString).toList()))
        .map(line -> line.replaceAll("/tmp/tmp\\w+\\.json", "/tmp/tmp.json"))
        .toList();
  }

  /** Which programs read and wrote each file of the run's own. */
  private static Map<FileRole, List<FilesTable.Row>> files(ArchivedRun run) {
    FilesTable table = new FilesTable();
    run.events().forEach(table::accept);
    Map<FileRole, List<FilesTable.Row>> files = table.byRole(table.foldersSeen());
    files.keySet().retainAll(Stream.of(FileRole.WORKSPACE, FileRole.DATA).toList());
    return files;
  }
}

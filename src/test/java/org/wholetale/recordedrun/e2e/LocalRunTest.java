package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wholetale.recordedrun.Provenance;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;

/** Runs through the embedded control plane: resource, operator, pod, recorder, archive. */
@Execution(ExecutionMode.CONCURRENT)
class LocalRunTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private LocalRun runs;

  @BeforeEach
  void runs() {
    runs = new LocalRun(folder);
  }

  @Test
  void aRunGoesThroughItsPhasesAndIsArchived() throws IOException, InterruptedException {
    Recordedrun.Ended ended = runs.run(absolute("examples/hello/run.yaml"));

    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(0);
    assertThat(LocalRun.phases(ended.out(), "hello"))
        .containsExactly("UNKNOWN", "STARTING", "RUNNING", "COMPLETED");
    Recording recording = runs.recording("hello", ended);
    assertThat(recording.verification().problems()).isEmpty();
    assertThat(recording.manifest().trace().complete()).isTrue();
    assertThat(argv(recording.events().getFirst())).containsExactly("sh", "run.sh");
    assertThat(recording.archive().resolve("outputs/results/means.csv")).exists();
    assertThat(Files.readString(recording.archive().resolve("stdout")))
        .contains("5 stations: results/means.csv");
    assertThat(recording.archive().resolve("stats.ndjson"))
        .content()
        .contains("\"cpuSeconds\":", "\"memoryPeakBytes\":", "\"pids\":");
  }

  @Test
  void oneThreadThatCarriesVirtualOnesSuffices() throws IOException, InterruptedException {
    Recordedrun.Ended ended =
        Recordedrun.in(folder)
            .with(
                Map.of(
                    "JAVA_TOOL_OPTIONS",
                    "-Djdk.virtualThreadScheduler.parallelism=1"
                        + " -Djdk.virtualThreadScheduler.maxPoolSize=1"))
            .run(
                "local",
                "--archive",
                folder.resolve("archive").toString(),
                absolute("examples/hello/run.yaml"));

    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(0);
  }

  @Test
  void aTaleHasNoRightsAndItsOwnFolders() throws IOException, InterruptedException {
    Path run =
        runs.script(
            "rights",
            """
            grep '^CapEff\\|^CapBnd\\|^NoNewPrivs' /proc/self/status
            id -u; id -g; pwd
            touch /usr/x 2> /dev/null || echo read-only
            touch "$HOME/scratch" && echo home
            echo '$(POD_UID) $$'
            """,
            "env: [{name: GREETING, value: 'a  b'}]");

    Recordedrun.Ended ended = runs.run("--follow", run.toString());

    assertThat(ended.out())
        .contains("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1")
        .contains("\n1000\n100\n/work/workspace\n", "read-only", "home", "$(POD_UID) $$");
    assertThat(folder.resolve("rights-workspace")).isDirectoryNotContaining("glob:**/scratch");
  }

  @Test
  void aNotebooksKernelCommandsAndFilesAreSeenAndNothingElse()
      throws IOException, InterruptedException {
    Process unrelated =
        new ProcessBuilder("sh", "-c", "while :; do /bin/ls /etc > /dev/null; done").start();
    Recordedrun.Ended ended;
    try {
      ended = runs.run(absolute("examples/notebook/run.yaml"));
    } finally {
      unrelated.destroyForcibly();
    }

    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(0);
    Recording recording = runs.recording("notebook", ended);
    List<List<String>> programs =
        recording.events(Event.Exec.class).stream().map(LocalRunTest::argv).toList();
    assertThat(programs)
        .anySatisfy(argv -> assertThat(argv).contains("ipykernel_launcher"))
        .contains(List.of("tail", "-n", "+2", "../data/counts.csv"))
        .contains(List.of("cut", "-d,", "-f1"))
        .contains(List.of("sort"), List.of("uniq"))
        .contains(List.of("sort", "-t,", "-k5,5nr"))
        .anySatisfy(
            argv -> assertThat(argv).startsWith("awk", "-F,").endsWith("../data/counts.csv"))
        .doesNotContain(List.of("/bin/ls", "/etc"));
    assertThat(opened(recording, "/work/data/counts.csv"))
        .isNotEmpty()
        .allSatisfy(open -> assertThat(open.mode().writes()).isFalse());
    assertThat(opened(recording, "/work/workspace/executed.ipynb"))
        .anySatisfy(open -> assertThat(open.mode().writes()).isTrue());
    assertThat(recording.manifest().trace().complete()).isTrue();
    assertThat(
            Recordedrun.in(folder).run("why", recording.archive().toString(), "result.csv").out())
        .startsWith("/work/workspace/result.csv  (workspace, 146 bytes, sha256 ")
        .containsPattern("\n└─ written by \\S+ -m ipykernel_launcher ")
        .containsPattern("\n   ├─ read /work/data/counts.csv  \\(data, 1245 bytes, sha256 ")
        .containsPattern("\n   ├─ through a pipe from awk -F, ")
        .containsPattern("\n   ├─ through a pipe from uniq ")
        .containsPattern("\n   │  │  │  ├─ through a pipe from tail -n \\+2 ../data/counts.csv ");
  }

  @Test
  void everyEndingIsToldAndArchived() throws IOException, InterruptedException {
    Path failing = Path.of(absolute("examples/failing/run.yaml"));
    Path crashing = runs.script("crashing", "exec ./crash\n");
    // A signal that it sends itself does not end the first process of a container; a fault does.
    CompiledProgram.of("crash", folder.resolve("crashing-workspace"));
    Path missing = runs.spec("missing", List.of("command: [no-such-program, argument]"));

    Recordedrun.Ended ended = runs.run(failing.toString(), crashing.toString(), missing.toString());

    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.out())
        .containsPattern("failing +FAILED +the tale ended with exit code 3")
        .containsPattern("crashing +FAILED +the tale was ended by signal 11 \\(SIGSEGV\\)")
        .containsPattern("missing +FAILED +.*no-such-program.*executable file not found");
    assertThat(runs.recording("failing", ended).manifest().exitCode()).isEqualTo(3);
    assertThat(runs.recording("crashing", ended).manifest().signal()).isEqualTo(11);
    assertThat(runs.recording("missing", ended).events()).isEmpty();
    for (String name : List.of("failing", "crashing", "missing")) {
      assertThat(runs.recording(name, ended).verification().problems()).as(name).isEmpty();
      new Provenance(runs.recording(name, ended).archive()).mustBeValid();
    }
  }

  @Test
  void aTaleThatIgnoresSigtermIsCancelledAndItsTraceArchived()
      throws IOException, InterruptedException {
    Path stubborn =
        runs.script(
            "stubborn",
            "trap '' TERM\necho begun\nwhile :; do sleep 1; done\n",
            "gracePeriodSeconds: 1");

    Recordedrun.Ended ended;
    try (Recordedrun.Running running = runs.start("--follow", stubborn.toString())) {
      await().atMost(PATIENCE).until(() -> running.out().contains("begun"));
      running.process().toHandle().destroy();
      ended = running.await();
    }

    assertThat(LocalRun.phases(ended.out(), "stubborn")).endsWith("CANCELLED");
    Recording recording = runs.recording("stubborn", ended);
    assertThat(recording.manifest().signal()).isEqualTo(9);
    assertThat(recording.verification().problems()).isEmpty();
  }

  @Test
  void aRecorderThatIsKilledLeavesAGapAndNotALostRun() throws IOException, InterruptedException {
    Path run =
        runs.script(
            "watched",
            """
            echo before; cat run.sh > first; echo begun
            while [ ! -e go ]; do sleep 0.1; done
            cat first > second; echo after
            """);
    Files.setPosixFilePermissions(
        folder.resolve("watched-workspace"), PosixFilePermissions.fromString("rwxrwxrwx"));

    Recordedrun.Ended ended;
    try (Recordedrun.Running local = runs.start("--in-place", "--follow", run.toString())) {
      await().atMost(PATIENCE).until(() -> local.out().contains("begun"));
      await().atMost(PATIENCE).until(() -> runs.segments("watched") > 0);
      ProcessHandle recorder = recorderOf("watched");
      recorder.destroyForcibly();
      recorder.onExit().join();
      int segments = runs.segments("watched");
      // One that the first recorder left, and one that the next has recorded.
      await().atMost(PATIENCE).until(() -> runs.segments("watched") >= segments + 2);
      Files.createFile(folder.resolve("watched-workspace/go"));
      ended = local.await();
    }

    assertThat(LocalRun.phases(ended.out(), "watched")).endsWith("COMPLETED");
    Recording recording = runs.recording("watched", ended);
    assertThat(recording.manifest().trace().complete()).isFalse();
    assertThat(recording.manifest().trace().lost()).isNull();
    assertThat(recording.manifest().trace().gaps())
        .extracting(gap -> gap.cause())
        .containsExactly("the recorder ended and was started again");
    assertThat(opened(recording, "/work/workspace/first"))
        .extracting(open -> open.mode().text())
        .containsExactly("w", "r");
    assertThat(opened(recording, "/work/workspace/second")).hasSize(1);
    assertThat(recording.archive().resolve("stdout")).hasContent("before\nbegun\nafter\n");
    assertThat(recording.verification().problems()).isEmpty();
  }

  /** The process that records a run. */
  private static ProcessHandle recorderOf(String run) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().filter(c -> c.endsWith("/java")).isPresent())
        .filter(process -> environment(process).contains("\"name\":\"" + run + "\""))
        .findFirst()
        .orElseThrow();
  }

  private static String environment(ProcessHandle process) {
    try {
      return new String(
          Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ")),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void aRunOutlivesItsOperatorAndEndsOnce() throws IOException, InterruptedException {
    Path run =
        runs.script(
            "outliving",
            "echo tale-begun\nwhile [ ! -e go ]; do sleep 0.1; done\necho tale-done\n");

    Recordedrun.Ended ended;
    try (Recordedrun.Running local =
        runs.start("--no-operator", "--in-place", "--follow", "--state", state(), run.toString())) {
      await().atMost(PATIENCE).until(() -> local.out().contains("kubeconfig "));
      try (Recordedrun.Running first = startOperator()) {
        await().atMost(PATIENCE).until(() -> local.out().contains("tale-begun"));
        first.process().destroyForcibly().waitFor();
      }
      try (Recordedrun.Running second = startOperator()) {
        Files.createFile(folder.resolve("outliving-workspace/go"));
        ended = local.await();
        second.process().toHandle().destroy();
        second.await();
      }
    }

    assertThat(ended.exitCode()).as(ended.out()).isEqualTo(0);
    assertThat(LocalRun.phases(ended.out(), "outliving"))
        .containsExactly("UNKNOWN", "STARTING", "RUNNING", "COMPLETED");
    assertThat(ended.out()).containsOnlyOnce("tale-begun").containsOnlyOnce("tale-done");
    assertThat(runs.recording("outliving", ended).verification().problems()).isEmpty();
  }

  @Test
  void aTaleThatWritesIntoAFileInPlaceLeavesThePublishedVersionAsItWas()
      throws IOException, InterruptedException {
    Path run =
        runs.script("linked", "echo more >> data.csv\ncat data.csv\n", "breakHardLinks: true");
    Path version = Files.createDirectory(folder.resolve("version"));
    Path data = Files.writeString(folder.resolve("linked-workspace/data.csv"), "published\n");
    Files.createLink(version.resolve("data.csv"), data);
    for (Path path : List.of(data.getParent(), data)) {
      Files.setAttribute(path, "unix:uid", 1000);
    }

    Recordedrun.Ended ended = runs.run("--in-place", "--follow", run.toString());

    assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(0);
    assertThat(data).hasContent("published\nmore\n");
    assertThat(version.resolve("data.csv")).hasContent("published\n");
    Recording recording = runs.recording("linked", ended);
    assertThat(argv(recording.events().getFirst())).containsExactly("sh", "run.sh");
    assertThat(recording.manifest().trace().complete()).isTrue();
    assertThat(recording.archive().resolve("stdout")).hasContent("published\nmore\n");
  }

  @Test
  void aWorkspaceThatCannotBePreparedFailsTheRunByTheNameOfTheFile()
      throws IOException, InterruptedException {
    Path run = runs.script("unwritable", "echo tale-begun\n", "breakHardLinks: true");
    Path workspace = folder.resolve("unwritable-workspace");
    Files.createLink(workspace.resolve("data.csv"), workspace.resolve("run.sh"));

    Recordedrun.Ended ended = runs.run("--in-place", "--follow", run.toString());

    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(125);
    assertThat(LocalRun.phases(ended.out(), "unwritable"))
        .containsExactly("UNKNOWN", "STARTING", "FAILED");
    assertThat(ended.out())
        .containsPattern(
            "FAILED +the workspace's hard links could not be broken: (data.csv|run.sh) cannot be copied,"
                + " .*: no permission")
        .doesNotContain("tale-begun");
  }

  @Test
  void aBadRunIsRefusedByTheNameOfItsField() throws IOException, InterruptedException {
    Path run = runs.script("bad", "true\n", "entrypoint: ../run.sh", "unknown: 1");

    Recordedrun.Ended ended = runs.run(run.toString());

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("bad.yaml", "spec.unknown");
  }

  private Recordedrun.Running startOperator() throws IOException {
    return Recordedrun.in(folder)
        .start(
            "operator",
            "--kubeconfig",
            state() + "/kubeconfig",
            "--archive",
            runs.archive().toUri().toString(),
            "--http-port",
            "0");
  }

  private String state() {
    return folder.resolve("state").toString();
  }

  private static String absolute(String path) {
    return Path.of(path).toAbsolutePath().toString();
  }

  private static List<String> argv(Event event) {
    return ((Event.Exec) event).argv().stream().map(ByteString::toString).toList();
  }

  private static List<Event.Open> opened(Recording recording, String path) {
    return recording.events(Event.Open.class).stream()
        .filter(open -> open.path().equals(ByteString.of(path)))
        .toList();
  }
}

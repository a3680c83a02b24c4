package org.wholetale.recordedrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.wholetale.recordedrun.trace.Events.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.api.TraceSummary;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.Sha256;
import picocli.CommandLine;

/** The commands as a kubectl plugin: on a run, by its name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterCommandsTest {

  private static final String PRINTED = "from the pod's log\n";

  private final ClusterWithLogs cluster = new ClusterWithLogs(PRINTED);
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Path kubeconfig = Path.of("");

  @TempDir Path folder;

  @BeforeAll
  void start(@TempDir Path config) throws IOException {
    kubeconfig = cluster.kubeconfig(config);
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  @BeforeEach
  void forget() {
    out = new StringWriter();
    err = new StringWriter();
    bytes = new ByteArrayOutputStream();
  }

  @Test
  void aTraceIsFoundByTheRunsStatus() throws IOException {
    cluster.create("traced");
    cluster.end("traced", RunStatus.COMPLETED, "Completed", trace(archive("traced"), null));

    assertThat(run(new LogCommand(Map.of()), "traced")).isZero();
    assertThat(out.toString()).contains("argv=sh run.sh");
  }

  @Test
  void whileARunGoesOnItsPodSaysWhereTheTraceIs() throws IOException {
    cluster.create("tracing");
    cluster.taleRuns("tracing", archive("a$b"));

    assertThat(run(new LogCommand(Map.of()), "tracing")).isZero();
    assertThat(out.toString()).contains("argv=sh run.sh");
    assertThat(err.toString()).contains("the run is still going on");
  }

  @Test
  void whileARunGoesOnItsOutputComesFromThePodsLog() throws IOException {
    cluster.create("printing");
    cluster.taleRuns("printing", archive("printing"));

    assertThat(output("printing")).isZero();
    assertThat(bytes.toString(UTF_8)).isEqualTo(PRINTED);
    assertThat(cluster.logRequests())
        .anySatisfy(path -> assertThat(path).contains("/pods/printing-pod/log", "container=tale"));
  }

  @Test
  void oneStreamAloneComesFromTheArchiveSinceThePodsLogMixesThem() throws IOException {
    cluster.create("splitting");
    cluster.taleRuns("splitting", archive("splitting"));

    assertThat(output("splitting", "--stream", "stdout")).isZero();
    assertThat(bytes.toString(UTF_8)).isEqualTo("hello\n");
  }

  @Test
  void followingWaitsForTheTaleAndPrintsAsItGoes() throws IOException {
    cluster.create("followed");
    String location = archive("followed");

    CompletableFuture<Integer> following =
        CompletableFuture.supplyAsync(() -> output("followed", "--follow"));
    cluster.report("followed", RunStatus.STARTING, "Starting", "the pod starts", null);
    assertThat(following).isNotDone();
    cluster.taleRuns("followed", location);

    await().atMost(Duration.ofSeconds(60)).until(following::isDone);
    assertThat(following.join()).isZero();
    assertThat(bytes.toString(UTF_8)).isEqualTo(PRINTED);
    assertThat(cluster.logRequests())
        .anySatisfy(path -> assertThat(path).contains("/followed-pod/log", "follow=true"));
  }

  @Test
  void onceARunHasEndedItsOutputComesFromTheArchive() throws IOException {
    cluster.create("printed");
    cluster.end("printed", RunStatus.COMPLETED, "Completed", trace(archive("printed"), null));

    assertThat(output("printed", "--follow")).isZero();
    assertThat(bytes.toString(UTF_8)).isEqualTo("hello\n");
  }

  @Test
  void aManifestIsHeldAgainstWhatTheStatusSays() throws IOException {
    String location = archive("pinned");
    Path manifest = folder.resolve("pinned/manifest.json");
    Files.copy(Path.of("src/test/resources/archives/1.0/hello/manifest.json"), manifest);
    cluster.create("pinned");
    cluster.end(
        "pinned", RunStatus.COMPLETED, "Completed", trace(location, Sha256.of(manifest).hex()));
    run(new VerifyCommand(Map.of()), "pinned");
    assertThat(out.toString()).contains(location).doesNotContain("expected was");

    cluster.end("pinned", RunStatus.COMPLETED, "Completed", trace(location, "0".repeat(64)));
    assertThat(run(new VerifyCommand(Map.of()), "pinned")).isEqualTo(1);
    assertThat(out.toString()).contains("expected was 00000000");
  }

  @Test
  void aRunIsAskedToStop() {
    cluster.create("stopped");

    assertThat(run(new CancelCommand(), "stopped")).isZero();
    assertThat(cluster.get("stopped").getSpec().cancel()).isTrue();
    assertThat(out.toString()).isEqualToNormalizingNewlines("stopped: asked to stop\n");
  }

  @Test
  void cancelWaitsUntilTheRunHasEnded() {
    cluster.create("awaited");

    CompletableFuture<Integer> cancelling =
        CompletableFuture.supplyAsync(() -> run(new CancelCommand(), "awaited", "--wait"));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Boolean.TRUE.equals(cluster.get("awaited").getSpec().cancel()));
    assertThat(cancelling).isNotDone();
    cluster.report("awaited", RunStatus.CANCELLED, "Cancelled", "the run was cancelled", null);

    await().atMost(Duration.ofSeconds(60)).until(cancelling::isDone);
    assertThat(cancelling.join()).isZero();
    assertThat(out.toString()).contains("awaited: CANCELLED, Cancelled, the run was cancelled");
  }

  @Test
  void whatHasEndedIsLeftAlone() {
    cluster.create("over");
    cluster.end("over", RunStatus.COMPLETED, "Completed", null);

    assertThat(run(new CancelCommand(), "over")).isZero();
    assertThat(out.toString()).contains("over has ended already: COMPLETED");
    assertThat(cluster.get("over").getSpec().cancel()).isNotEqualTo(true);
  }

  @Test
  void anArchiveIsCopiedWhole() throws IOException {
    String location = archive("fetched");
    Files.writeString(folder.resolve("fetched/manifest.json"), "{}");
    cluster.create("fetched");
    cluster.end("fetched", RunStatus.COMPLETED, "Completed", trace(location, "0".repeat(64)));
    Path copy = folder.resolve("copy/of it");

    assertThat(run(new ArchiveCommand(Map.of()), "fetched")).isZero();
    assertThat(out.toString()).startsWith("archive    " + location);
    assertThat(run(new ArchiveCommand(Map.of()), "fetched", "--output", copy.toString())).isZero();
    assertThat(files(copy)).isEqualTo(files(folder.resolve("fetched")));
    assertThat(copy.resolve("events/000000.ndjson.zst"))
        .hasSameBinaryContentAs(folder.resolve("fetched/events/000000.ndjson.zst"));
    assertThat(out.toString())
        .contains("verify --manifest-sha256 %s '%s'".formatted("0".repeat(64), copy));
  }

  @Test
  void aCopyIsNotMixedIntoWhatIsThere() throws IOException {
    cluster.create("unmixed");
    cluster.end("unmixed", RunStatus.COMPLETED, "Completed", trace(archive("unmixed"), null));

    assertThat(run(new ArchiveCommand(Map.of()), "unmixed", "--output", folder.toString()))
        .isEqualTo(1);
    assertThat(err.toString()).contains("is not empty: name a folder for this archive alone");
  }

  @Test
  void namespaceAndContextAreChosenAsWithKubectl() {
    cluster.create("elsewhere");

    assertThat(run(new CancelCommand(), "elsewhere", "--context", "others")).isEqualTo(1);
    assertThat(err.toString()).contains("there is no run elsewhere in the namespace others");
    assertThat(run(new CancelCommand(), "elsewhere", "--context", "others", "-n", "tales"))
        .isZero();
    assertThat(run(new CancelCommand(), "elsewhere", "--context", "none")).isEqualTo(1);
    assertThat(err.toString()).contains("the kubeconfig has no context 'none'");
  }

  @Test
  void aRunThatIsNotThereIsNamedWithWhereItWasLookedFor() {
    assertThat(run(new LogCommand(Map.of()), "absent")).isEqualTo(1);
    assertThat(err.toString())
        .contains("there is no run absent in the namespace tales, and no folder of that name here");
  }

  @Test
  void aRunWithoutAnArchiveSaysWhyItHasNone() {
    cluster.create("queued");
    assertThat(run(new LogCommand(Map.of()), "queued")).isEqualTo(1);
    assertThat(err.toString())
        .contains("the run queued has no archive: the operator has not seen it yet");

    cluster.report("queued", RunStatus.UNKNOWN, "Queued", "2 others run", null);
    assertThat(output("queued")).isEqualTo(1);
    assertThat(err.toString())
        .contains("has printed nothing yet: UNKNOWN, Queued, 2 others run; --follow waits for it");
  }

  @Test
  void aClusterThatGivesNoAnswerIsNamed() throws IOException {
    Path dead = folder.resolve("dead");
    Files.writeString(
        dead, Files.readString(kubeconfig).replaceFirst("127.0.0.1:\\d+", "127.0.0.1:1"));

    assertThat(execute(new CancelCommand(), List.of("hello", "--kubeconfig", dead.toString())))
        .isEqualTo(1);
    assertThat(err.toString())
        .contains("the cluster at http://127.0.0.1:1", "gives no answer", "--kubeconfig");
    assertThat(execute(new CancelCommand(), List.of("hello", "--kubeconfig", "/nowhere")))
        .isEqualTo(1);
    assertThat(err.toString()).contains("the kubeconfig /nowhere is not there");
  }

  private int output(String... arguments) {
    return run(new OutputCommand(Map.of(), bytes, new ByteArrayOutputStream()), arguments);
  }

  private int run(Object command, String... arguments) {
    return execute(
        command,
        Stream.concat(Stream.of(arguments), Stream.of("--kubeconfig", kubeconfig.toString()))
            .toList());
  }

  private int execute(Object command, List<String> arguments) {
    return new CommandLine(command)
        .setExecutionExceptionHandler(new Problems())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }

  /** An archive of a run that goes on. */
  private String archive(String name) throws IOException {
    TestArchive.in(folder.resolve(name))
        .events(0, exec(1, 7, "sh", "run.sh"))
        .output(0, "{\"t\":1,\"stream\":\"stdout\",\"data\":\"hello\\n\"}");
    return ArchiveLocation.of(folder.resolve(name)).toString();
  }

  private static TraceSummary trace(String location, @Nullable String manifestSha256) {
    return new TraceSummary(location, manifestSha256, 1, 0L, 0, 0, 1, null, null, null, null, null);
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}

package org.wholetale.recordedrun.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.ArchiveSettings.OnFailure;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.Recording;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.api.RunIdentity;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.recorder.AccountedGroup;
import org.wholetale.recordedrun.recorder.CgroupHierarchy;
import org.wholetale.recordedrun.recorder.Folders;
import org.wholetale.recordedrun.recorder.RecorderException;
import org.wholetale.recordedrun.recorder.RunRecorder;
import org.wholetale.recordedrun.recorder.RunSetup;
import org.wholetale.recordedrun.recorder.RunSigning;
import org.wholetale.recordedrun.recorder.Spool;
import org.wholetale.recordedrun.recorder.TaleExit;
import org.wholetale.recordedrun.recorder.TaleProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Records a command, without Kubernetes. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a command once and records which programs it ran and which files they read and wrote.",
      "Exits as the command did; with 125 where recording failed."
    })
final class RecordCommand implements Callable<Integer> {

  /** What a command that is told to stop has until it is killed. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  @Option(
      names = {"--output", "--archive"},
      paramLabel = "LOCATION",
      defaultValue = "recorded-runs",
      description = "Folder or s3:// location below which the archive is made (${DEFAULT-VALUE}).")
  private String output = "";

  @Option(names = "--name", description = "The run's name; made from the time if left out.")
  private @Nullable String name;

  @Option(names = "--no-files", description = "Record processes only; costs nothing outside them.")
  private boolean noFiles;

  @Option(
      names = "--bytes",
      description = "Record how many bytes each process reads from and writes to each file too.")
  private boolean bytes;

  @Option(
      names = "--pipes",
      description = "Record who writes how much to whom through pipes and sockets too.")
  private boolean pipes;

  @Option(
      names = "--network",
      description = "Record whom it connects to, what goes through sockets, and DNS look-ups too.")
  private boolean network;

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "Record the value of this environment variable with each program too.")
  private List<String> environment = List.of();

  @Option(
      names = "--collect",
      defaultValue = "stream",
      description =
          "When events leave the kernel: stream, or end, which disturbs the command least."
              + " Default: ${DEFAULT-VALUE}.")
  private Recording.Collect collect = Recording.Collect.STREAM;

  @Option(
      names = "--on-loss",
      defaultValue = "Warn",
      description = "Warn or Fail where events were lost (${DEFAULT-VALUE}).")
  private Recording.OnLoss onLoss = Recording.OnLoss.Warn;

  @Option(
      names = "--on-archive-failure",
      defaultValue = "Fail",
      description = "Warn or Fail where the archive cannot be written (${DEFAULT-VALUE}).")
  private OnFailure onFailure = OnFailure.Fail;

  @Option(
      names = "--finish-seconds",
      defaultValue = "120",
      description = "How long archiving may take after the command's end (${DEFAULT-VALUE}).")
  private long finishSeconds;

  @Option(
      names = "--keep",
      paramLabel = "GLOB",
      description = "Files below the current folder to archive.")
  private List<String> outputs = List.of();

  @Mixin private final SigningOptions signing = new SigningOptions();

  @Mixin private TaleOptions tale = new TaleOptions();

  @Mixin private RedactionOptions redaction = new RedactionOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The command and its arguments, after --.")
  private List<String> command = List.of();

  @Spec private @Nullable CommandSpec spec;

  private final Clock clock = Clock.systemUTC();
  private volatile boolean stopped;
  private final AtomicReference<@Nullable TaleProcess> running = new AtomicReference<>();

  @Override
  public Integer call() throws Exception {
    return Termination.run(this::record, this::terminate);
  }

  private void terminate() {
    stopped = true;
    TaleProcess tale = running.get();
    if (tale != null) {
      tale.stop(GRACE);
    }
  }

  private int record() throws Exception {
    String uid = UUID.randomUUID().toString();
    RunSigning signed = signing.signing();
    RecordingRequest request = request(uid);
    CgroupHierarchy hierarchy = CgroupHierarchy.mounted();
    AccountedGroup group = madeIn(hierarchy, uid);
    Spool spool = new Spool(Files.createTempDirectory("recordedrun-" + uid));
    try (Closeable _ = spool.claim();
        ArchiveStore store =
            ArchiveStores.open(ArchiveLocation.parse(request.archive()), System.getenv());
        RunRecorder recorder =
            RunRecorder.start(
                RunSetup.onThisMachine(request, spool, store, Map.of(), signed, clock),
                group.scope())) {
      TaleExit exit = run(recorder, group);
      RecorderReport report = recorder.finish(exit, Duration.ofSeconds(finishSeconds));
      return conclude(report, spool);
    } catch (RecorderException e) {
      Folders.delete(spool.folder());
      throw e;
    } catch (IOException e) {
      throw new RecorderException(
          "%s; what was recorded lies in %s".formatted(e, spool.folder()), e);
    } finally {
      group.removeWhenEmpty();
    }
  }

  private static AccountedGroup madeIn(CgroupHierarchy hierarchy, String uid)
      throws RecorderException {
    AccountedGroup group = AccountedGroup.at(hierarchy, "recordedrun/" + uid);
    try {
      group.create();
    } catch (IOException e) {
      throw new RecorderException(
          "no control group can be made, which takes root: " + e.getMessage(), e);
    }
    if (!group.group().canBeKilled()) {
      throw new RecorderException(
          group.group().folder()
              + " has no cgroup.kill: recording a command takes cgroup v2, Linux 5.14");
    }
    return group;
  }

  private RecordingRequest request(String uid) {
    String run =
        name == null
            ? "run-"
                + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                    .withZone(ZoneOffset.UTC)
                    .format(clock.instant())
            : name;
    Path here = Path.of("").toAbsolutePath();
    return new RecordingRequest(
        new RunIdentity(null, run, uid, null, tale.toDescription()),
        ArchiveLocation.parse(output).resolve("default/" + run + "/" + uid + "/").toString(),
        command,
        here.toString(),
        dataBeside(here),
        new Recording(
            true,
            !noFiles,
            bytes,
            pipes,
            network,
            variables(),
            collect,
            onLoss,
            redaction.toRedaction()),
        outputs,
        GRACE.toSeconds(),
        finishSeconds,
        null);
  }

  /** As a tale has its data; null where there are none. */
  private static @Nullable String dataBeside(Path workspace) {
    Path data = workspace.resolveSibling("data");
    return workspace.endsWith("workspace") && Files.isDirectory(data) ? data.toString() : null;
  }

  private List<String> variables() {
    for (String variable : environment) {
      if (!variable.matches(Recording.VARIABLE_PATTERN)) {
        throw new ParameterException(
            Objects.requireNonNull(spec).commandLine(),
            "--environment takes a name, and '%s' does not match %s"
                .formatted(variable, Recording.VARIABLE_PATTERN));
      }
    }
    return environment;
  }

  private TaleExit run(RunRecorder recorder, AccountedGroup group)
      throws IOException, InterruptedException {
    TaleProcess tale =
        TaleProcess.start(command, group, recorder.output(), clock, System.out, System.err);
    running.set(tale);
    if (stopped) {
      tale.stop(GRACE);
    }
    return tale.await();
  }

  private int conclude(RecorderReport report, Spool spool) throws IOException {
    PrintWriter say = Objects.requireNonNull(spec).commandLine().getErr();
    RunSummary.print(say, report);
    boolean archived = report.state() == RecorderReport.State.ARCHIVED;
    if (archived) {
      Folders.delete(spool.folder());
    }
    boolean complete = report.trace() != null && report.trace().isComplete();
    boolean failed =
        (!archived && onFailure == OnFailure.Fail)
            || (!complete && onLoss == Recording.OnLoss.Fail);
    if (failed) {
      return Problems.RECORDING_FAILED;
    }
    return report.signal() == null
        ? Objects.requireNonNullElse(report.exitCode(), 1)
        : 128 + report.signal();
  }
}

package org.wholetale.recordedrun.recorder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.api.RecorderPaths;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.RecorderReport.State;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;

/**
 * The recorder as a container of the tale's pod: records until it is told to end, which the kubelet
 * does once the tale has ended, and then writes the archive.
 */
public final class Sidecar {

  private static final Logger LOG = LoggerFactory.getLogger(Sidecar.class);
  private static final Duration TICK = Duration.ofMillis(500);

  private final RecordingRequest request;
  private final Map<String, String> environment;
  private final Clock clock;
  private final ReportFile report = new ReportFile(Path.of(RecorderPaths.REPORT));
  private final CountDownLatch end = new CountDownLatch(1);
  private @Nullable Instant stoppingSince;
  private boolean killed;

  private Sidecar(RecordingRequest request, Map<String, String> environment, Clock clock) {
    this.request = request;
    this.environment = environment;
    this.clock = clock;
  }

  /**
   * The recorder that the environment asks for.
   *
   * @throws RecorderException where it does not ask for any
   */
  public static Sidecar of(Map<String, String> environment, Clock clock) throws RecorderException {
    String json = environment.get(RecordingRequest.VARIABLE);
    if (json == null) {
      throw new RecorderException(
          RecordingRequest.VARIABLE
              + " is not set: this command is what the operator runs beside a tale; to record a"
              + " program by hand use recordedrun record -- COMMAND");
    }
    try {
      return new Sidecar(
          new ObjectMapper().readValue(json, RecordingRequest.class), environment, clock);
    } catch (JsonProcessingException e) {
      throw new RecorderException(
          RecordingRequest.VARIABLE + " cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  /** Tells it that the tale has ended; to be called from another thread. */
  public void end() {
    end.countDown();
  }

  /**
   * Records until {@link #end}, then archives. On failure it stays until the end all the same: a
   * sidecar that exits would only be started again.
   *
   * @return whether the run is in its archive
   */
  public boolean run() throws IOException, InterruptedException {
    report.write(new RecorderReport(State.STARTING, null, null, null, null, null));
    if (Files.exists(Path.of(RecorderPaths.GATE))) {
      return failed(
          "the recorder was restarted: what the tale did since is not recorded; what was before lies"
              + " in the archive as far as it was uploaded");
    }
    try (ArchiveStore store =
            ArchiveStores.open(ArchiveLocation.parse(request.archive()), environment);
        RunRecorder recorder = RunRecorder.start(setup(store))) {
      Files.createFile(Path.of(RecorderPaths.GATE));
      LOG.atInfo().addKeyValue("archive", request.archive()).log("recording");
      return record(recorder);
    } catch (RecorderException e) {
      return failed(String.valueOf(e.getMessage()));
    }
  }

  private boolean failed(String why) throws IOException, InterruptedException {
    LOG.atError().log(why);
    report.write(new RecorderReport(State.FAILED, null, null, null, why, null));
    end.await();
    return false;
  }

  private RunRecorder.Setup setup(ArchiveStore store) throws RecorderException {
    return new RunRecorder.Setup(
        request,
        Scope.ofOwnPod(Path.of(RecorderPaths.CGROUP), podUid()),
        new Spool(Path.of(RecorderPaths.SPOOL)),
        store,
        Path.of(RecorderPaths.PROC),
        folders(),
        clock);
  }

  private String podUid() throws RecorderException {
    String uid = environment.get("POD_UID");
    if (uid == null) {
      throw new RecorderException("POD_UID is not set: the operator sets it to the pod's UID");
    }
    return uid;
  }

  private Map<String, Path> folders() {
    String data = request.data();
    return data == null
        ? Map.of(request.workspace(), Path.of(RecorderPaths.WORKSPACE))
        : Map.of(
            request.workspace(),
            Path.of(RecorderPaths.WORKSPACE),
            data,
            Path.of(RecorderPaths.DATA));
  }

  private boolean record(RunRecorder recorder) throws IOException, InterruptedException {
    Path log = Path.of(RecorderPaths.LOGS, "tale", "0.log");
    try (ContainerLogFollower follower = new ContainerLogFollower(log, recorder.output())) {
      do {
        follower.poll();
        report.write(recorder.report(State.RECORDING));
        stopTaleWhenAsked(recorder);
      } while (!end.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
    }
    report.write(recorder.report(State.ARCHIVING));
    RecorderReport result =
        recorder.finish(TaleExit.UNKNOWN, Duration.ofSeconds(request.finishSeconds()));
    report.write(result);
    LOG.atInfo()
        .addKeyValue("state", result.state())
        .addKeyValue("problem", result.problem())
        .log("finished");
    return result.state() == State.ARCHIVED;
  }

  /** The tale has its grace to end by itself; then it is killed, whole, so that time is left. */
  private void stopTaleWhenAsked(RunRecorder recorder) throws IOException {
    if (killed || !Files.exists(Path.of(RecorderPaths.STOPPING))) {
      return;
    }
    Instant now = clock.instant();
    if (stoppingSince == null) {
      stoppingSince = now;
    }
    if (now.isBefore(stoppingSince.plusSeconds(request.graceSeconds()))) {
      return;
    }
    killed = true;
    var tale = recorder.taleGroup();
    if (tale.isPresent()) {
      LOG.atInfo().addKeyValue("cgroup", tale.get().folder()).log("killing the tale");
      tale.get().kill();
    }
  }
}

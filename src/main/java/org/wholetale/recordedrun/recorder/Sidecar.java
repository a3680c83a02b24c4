package org.wholetale.recordedrun.recorder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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
import org.wholetale.recordedrun.signing.SigningKey;
import org.wholetale.recordedrun.signing.TimestampAuthority;

/**
 * The recorder as a container of the tale's pod: records until it is told to end, which the kubelet
 * does once the tale has ended, and then writes the archive.
 */
public final class Sidecar {

  private static final Logger LOG = LoggerFactory.getLogger(Sidecar.class);
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Path GATE = Path.of(RecorderPaths.GATE);
  private static final String TALE = "tale";
  private static final String POD_UID = "POD_UID";

  /** What is to become of the recorder's container. */
  public enum Outcome {
    /** The run is in its archive. */
    ARCHIVED,
    /** The tale has ended, and its run is not in its archive, or not whole. */
    NOT_ARCHIVED,
    /** Recording did not work, and another try may. */
    TRY_AGAIN
  }

  private final RecordingRequest request;
  private final Map<String, String> environment;
  private final Clock clock;
  private final ReportFile report = new ReportFile(Path.of(RecorderPaths.REPORT));
  private final CountDownLatch end = new CountDownLatch(1);

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
   * Records until the tale has ended, then archives, and stays until {@link #end}: a sidecar that
   * ends earlier would be started again. Goes on where a recorder before it ended.
   *
   * @param taleHasEnded whether there is nothing to record any more, only to archive
   */
  public Outcome run(boolean taleHasEnded) throws IOException, InterruptedException {
    if (!report.isWritten()) {
      report.write(RecorderReport.of(State.STARTING));
    }
    try (Closeable _ = spool().claim();
        ArchiveStore store =
            ArchiveStores.open(ArchiveLocation.parse(request.archive()), environment)) {
      RunSetup setup = setup(store);
      Outcome outcome =
          taleHasEnded || Journal.isClosed(setup.spool().journal())
              ? complete(setup)
              : record(setup);
      if (!taleHasEnded) {
        end.await();
      }
      if (outcome == Outcome.ARCHIVED) {
        Folders.delete(setup.spool().folder());
      }
      return outcome;
    } catch (RecorderException | IOException | RuntimeException e) {
      LOG.atError().setCause(e).log("recording failed");
      report.write(failed(e));
      return !taleHasEnded && Files.exists(GATE) ? Outcome.TRY_AGAIN : Outcome.NOT_ARCHIVED;
    }
  }

  private static RecorderReport failed(Exception problem) {
    return problem instanceof RecorderException e
        ? RecorderReport.failed(String.valueOf(e.getMessage()), e.hopeless())
        : RecorderReport.failed(problem.toString(), null);
  }

  private RunSetup setup(ArchiveStore store) throws RecorderException {
    return new RunSetup(
        request,
        spool(),
        store,
        Path.of(RecorderPaths.PROC),
        folders(),
        Path.of(RecorderPaths.IMAGE_DIGEST),
        Path.of(RecorderPaths.LOGS, TALE),
        request.writeBack() == null
            ? null
            : new RunFolder(Path.of(RecorderPaths.RUN_FOLDER), Path.of(RecorderPaths.STOPPED_FOR)),
        signing(),
        clock);
  }

  private @Nullable RunSigning signing() throws RecorderException {
    Path key = Path.of(RecorderPaths.SIGNING_KEY);
    if (Files.notExists(key)) {
      return null;
    }
    Path passphrase = Path.of(RecorderPaths.SIGNING_PASSPHRASE);
    String timestamps = environment.get(RecorderPaths.TIMESTAMP_AUTHORITY);
    try {
      return new RunSigning(
          SigningKey.read(key, Files.exists(passphrase) ? passphrase : null),
          timestamps == null ? null : new TimestampAuthority(URI.create(timestamps)));
    } catch (IOException e) {
      throw new RecorderException(
          "the archive is to be signed, and its key cannot be used: " + e.getMessage(), e);
    }
  }

  private Outcome record(RunSetup setup)
      throws RecorderException, IOException, InterruptedException {
    Scope scope = Scope.ofOwnPod(Path.of(RecorderPaths.CGROUP), required(POD_UID));
    try (RunRecorder recorder = RunRecorder.start(setup, scope)) {
      openGate();
      recordUntilEnd(recorder);
      report.write(recorder.report(State.ARCHIVING));
      return concluded(recorder.finish(TaleExit.UNKNOWN, finishTime()));
    }
  }

  private void openGate() throws IOException {
    if (Files.notExists(GATE)) {
      Files.createFile(GATE);
    }
    LOG.atInfo().addKeyValue("archive", request.archive()).log("recording");
  }

  private void recordUntilEnd(RunRecorder recorder)
      throws RecorderException, IOException, InterruptedException {
    TaleStop stop =
        new TaleStop(
            Path.of(RecorderPaths.STOPPING), Duration.ofSeconds(request.graceSeconds()), clock);
    do {
      String brokenOff = recorder.brokenOff();
      if (brokenOff != null) {
        throw new RecorderException(brokenOff); // another recorder goes on with the trace
      }
      report.write(recorder.report(State.RECORDING));
      stop.check(recorder);
    } while (!recorder.hasTaleEnded() && !end.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
  }

  private Outcome complete(RunSetup setup)
      throws RecorderException, IOException, InterruptedException {
    CutOffRun run =
        CutOffRun.in(setup)
            .orElseThrow(
                () -> new RecorderException("nothing was recorded, and the tale has ended"));
    return concluded(run.archive(finishTime()));
  }

  private Duration finishTime() {
    return Duration.ofSeconds(request.finishSeconds());
  }

  private Outcome concluded(RecorderReport result) throws IOException {
    report.write(result);
    LOG.atInfo()
        .addKeyValue("state", result.state())
        .addKeyValue("problem", result.problem())
        .log("finished");
    return result.state() == State.ARCHIVED ? Outcome.ARCHIVED : Outcome.NOT_ARCHIVED;
  }

  private Spool spool() throws RecorderException {
    return new Spool(
        Path.of(
            RecorderPaths.spoolOf(
                required("POD_NAMESPACE"), required("POD_NAME"), required(POD_UID))));
  }

  private String required(String variable) throws RecorderException {
    String value = environment.get(variable);
    if (value == null) {
      throw new RecorderException(variable + " is not set: the operator sets it");
    }
    return value;
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
}

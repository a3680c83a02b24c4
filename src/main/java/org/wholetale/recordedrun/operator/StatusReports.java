package org.wholetale.recordedrun.operator;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunStatus;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.api.StatusCallback;
import org.wholetale.recordedrun.girder.Girder;

/**
 * Tells Girder of the phases that runs have passed, beside the reconciles: of each run one after
 * the other, for as long as it takes. A run is reconciled anew when there is news. Who comes after
 * this process asks Girder what it knows before telling it anything.
 */
final class StatusReports implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StatusReports.class);

  /** Girder is one server, and a crowd of runs may end at once. */
  private static final int AT_A_TIME = 8;

  private static final Duration LONGEST = Duration.ofDays(1);

  /** Shorter than a deleted run waits for its last report. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private static final double JITTER = 0.2;

  private final @Nullable Girder girder;
  private final CallbackTokens tokens;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore places = new Semaphore(AT_A_TIME);
  private final Map<String, RunReport> byUid = new ConcurrentHashMap<>();
  private final SimpleInboundEventSource<RecordedRun> news =
      new SimpleInboundEventSource<>("reports");

  /**
   * @param girder null where there is none to tell
   */
  StatusReports(@Nullable Girder girder, KubernetesClient client) {
    this.girder = girder;
    this.tokens = new CallbackTokens(new RunSecrets(client));
  }

  /** Tells of each run of which more has been told, or could not be. */
  EventSource<Void, RecordedRun> eventSource() {
    return news;
  }

  /** Has Girder told of what the status shows, and says how far that has come. */
  Reported tell(RecordedRun run, StatusCallback callback, RecordedRunStatus status) {
    if (girder == null) {
      return new Reported(
          null, "the operator knows no Girder: whoever installed it sets girder.url of its chart");
    }
    return byUid
        .computeIfAbsent(
            run.getMetadata().getUid(), _ -> new RunReport(girder, run, callback, status))
        .tell(PassedPhases.of(status));
  }

  /** The run is gone. */
  void forget(RecordedRun run) {
    RunReport report = byUid.remove(run.getMetadata().getUid());
    if (report != null) {
      report.end();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static String said(Throwable problem) {
    return Objects.requireNonNullElse(problem.getMessage(), problem.toString());
  }

  /** What is told of one run. */
  private final class RunReport {
    private final Girder girder;
    private final ResourceID id;
    private final String runId;
    private final StatusCallback callback;
    private List<RunStatus> passed = List.of();
    private Reported reported;
    private boolean telling;
    private boolean gone;
    private boolean knowsGirder;

    /** What could not be told of it, which is not tried again until there is more to tell. */
    private List<RunStatus> givenUp = List.of();

    RunReport(Girder girder, RecordedRun run, StatusCallback callback, RecordedRunStatus status) {
      this.girder = girder;
      this.id = ResourceID.fromResource(run);
      this.runId = Objects.requireNonNull(Objects.requireNonNull(run.getSpec().tale()).runId());
      this.callback = callback;
      this.reported = Reported.noted(status);
    }

    synchronized Reported tell(List<RunStatus> phases) {
      passed = phases;
      reported = reported.knowing(passed);
      if (!telling && !passed.equals(givenUp) && next() != null) {
        telling = true;
        threads.execute(this::tellAll);
      }
      return reported;
    }

    synchronized void end() {
      gone = true;
    }

    private void tellAll() {
      for (RunStatus next = take(); next != null; next = take()) {
        RunStatus phase = next;
        try {
          RunStatus told = Failsafe.with(retries()).get(() -> tellOne(phase));
          now(told(told));
        } catch (FailsafeException e) {
          giveUp(e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException e) {
          giveUp(e);
        }
      }
    }

    private synchronized @Nullable RunStatus take() {
      RunStatus next = gone || passed.equals(givenUp) ? null : next();
      telling = next != null;
      return next;
    }

    private synchronized @Nullable RunStatus next() {
      List<RunStatus> left = PassedPhases.after(reported.last(), passed);
      return left.isEmpty() ? null : left.getFirst();
    }

    /** Returns how far Girder knows then, which may be further: somebody else may have told it. */
    private RunStatus tellOne(RunStatus phase) throws IOException, InterruptedException {
      places.acquire();
      try {
        String token = tokens.of(id.getNamespace().orElseThrow(), callback.secretName());
        if (!knowsGirder) {
          Optional<RunStatus> known = known(phase, girder.status(runId, token));
          knowsGirder = true;
          if (known.isPresent()) {
            return known.get();
          }
        }
        knowsGirder = false; // where no answer comes Girder may have heard all the same
        girder.setStatus(runId, phase, token);
        knowsGirder = true;
        return phase;
      } finally {
        places.release();
      }
    }

    /** What Girder holds, where that is not to be told any more: its last word is final. */
    private static Optional<RunStatus> known(RunStatus phase, int code) {
      return Stream.of(RunStatus.values())
          .filter(held -> held.code() == code)
          .filter(held -> held.isTerminal() || held.code() >= phase.code())
          .findFirst();
    }

    private synchronized Reported told(RunStatus last) {
      return new Reported(last, null).knowing(passed);
    }

    private RetryPolicy<RunStatus> retries() {
      return RetryPolicy.<RunStatus>builder()
          .handle(IOException.class)
          .abortIf((_, _) -> isGone())
          .withBackoff(Duration.ofSeconds(1), LONGEST_PAUSE)
          .withJitter(JITTER)
          .withMaxRetries(-1)
          .withMaxDuration(LONGEST)
          .onFailedAttempt(attempt ->
              now(new Reported(last(), said(attempt.getLastException()) + "; tried again")))
          .build();
    }

    private synchronized boolean isGone() {
      return gone;
    }

    private synchronized @Nullable RunStatus last() {
      return reported.last();
    }

    private void giveUp(Throwable problem) {
      synchronized (this) {
        givenUp = passed;
      }
      now(new Reported(last(), said(problem) + "; given up"));
    }

    private void now(Reported next) {
      synchronized (this) {
        if (next.equals(reported)) {
          return;
        }
        reported = next;
      }
      log.atInfo()
          .addKeyValue("namespace", id.getNamespace().orElse(""))
          .addKeyValue("name", id.getName())
          .addKeyValue("last", next.last())
          .addKeyValue("problem", next.problem())
          .log("told Girder");
      news.propagateEvent(id);
    }
  }
}

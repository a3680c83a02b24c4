package org.wholetale.recordedrun.runs;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.archive.ArchiveException;

/** What a run prints and does, as it comes into its archive. */
record LiveRun(RunBoard board, RunsApi api, Visitor visitor, RunKey key) {

  private static final Duration LOOK = Duration.ofSeconds(2);

  /** A store is away for a while sometimes, and nobody is helped by asking it all the time. */
  private static final Duration LOOK_AFTER_PROBLEM = Duration.ofSeconds(10);

  /** Why nothing comes just now. */
  record Problem(String message) {}

  /** Nothing more will come. */
  record End(boolean archived) {}

  /**
   * Sends {@code news} when something has come, {@code problem} when the archive cannot be read,
   * and {@code end} at the end; then it returns.
   *
   * @throws IOException where nobody listens any more
   */
  void to(EventStream stream, RecordedRun run) throws IOException, Refusal, InterruptedException {
    try (Onlooker onlooker = board.onlooker(key::equals);
        ArchiveTail tail = new ArchiveTail(api.archive(run))) {
      boolean first = true;
      while (true) {
        // before the look, so that what came until the end is seen
        boolean ended = board.row(key).map(RunRow::phase).map(RunStatus::isTerminal).orElse(true);
        Duration pause = LOOK;
        try {
          ArchiveTail.News news = tail.next();
          if (first || !news.output().isEmpty() || !news.trace().isEmpty() || news.committed()) {
            stream.send("news", news);
            first = false;
          }
          if (news.committed() || ended) {
            stream.send("end", new End(news.committed()));
            return;
          }
        } catch (ArchiveException e) {
          stream.send("problem", new Problem(Objects.requireNonNullElse(e.getMessage(), "")));
          pause = LOOK_AFTER_PROBLEM;
        }
        onlooker.await(pause);
        RunsApi.requireReader(visitor, key);
        stream.beat();
      }
    }
  }
}

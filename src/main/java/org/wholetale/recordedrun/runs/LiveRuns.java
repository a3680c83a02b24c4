package org.wholetale.recordedrun.runs;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The list as it changes, for as long as its visitor looks on. */
record LiveRuns(RunBoard board, RunsApi api, Visitor visitor) {

  private static final Duration BEAT = Duration.ofSeconds(15);

  /** A run that is not there any more. */
  record Gone(String namespace, String name) {}

  /**
   * Sends {@code runs}, all of them, at once and whenever the visitor may see other namespaces than
   * before; between, {@code run} or {@code gone} for each that has changed. Returns only by a
   * failure.
   *
   * @throws IOException where nobody listens any more
   */
  void to(EventStream stream) throws IOException, Refusal, InterruptedException {
    try (Onlooker onlooker = board.onlooker(_ -> true)) {
      Set<String> readable = api.readable(visitor);
      stream.send("runs", new RunsApi.Listing(board.rows(readable)));
      while (true) {
        Set<RunKey> changed = onlooker.await(BEAT);
        Set<String> now = api.readable(visitor);
        if (!now.equals(readable)) {
          readable = now;
          stream.send("runs", new RunsApi.Listing(board.rows(readable)));
          continue;
        }
        for (RunKey key : changed) {
          if (readable.contains(key.namespace())) {
            send(stream, key);
          }
        }
        if (changed.isEmpty()) {
          stream.beat();
        }
      }
    }
  }

  private void send(EventStream stream, RunKey key) throws IOException {
    Optional<RunRow> row = board.row(key);
    if (row.isPresent()) {
      stream.send("run", row.get());
    } else {
      stream.send("gone", new Gone(key.namespace(), key.name()));
    }
  }
}

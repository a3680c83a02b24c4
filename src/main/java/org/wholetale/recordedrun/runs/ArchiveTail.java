package org.wholetale.recordedrun.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.archive.ArchiveException;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.SegmentName;
import org.wholetale.recordedrun.archive.StoredFile;
import org.wholetale.recordedrun.provenance.ResourceTotals;
import org.wholetale.recordedrun.provenance.TraceTable;
import org.wholetale.recordedrun.trace.NumberedEvent;
import org.wholetale.recordedrun.trace.OutputLine;
import org.wholetale.recordedrun.trace.TraceReader;

/**
 * Follows an archive while its run goes on: what has come since it was last asked. Of a run that
 * went on for long already it reads the end only.
 */
final class ArchiveTail implements AutoCloseable {

  /** Where the report lies. */
  static final String REPORT = "report/index.html";

  private static final int MOST_SAMPLES = 2_000;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * What has come.
   *
   * @param output in the order it was printed
   * @param trace lines as {@code recordedrun log} prints them
   * @param omitted whether there was more, which is in the archive alone
   * @param events how many there are until now
   * @param samples lines of {@code stats.ndjson}; empty until that is there
   * @param committed whether the archive has its manifest, so that nothing more will come
   * @param report whether there is one
   */
  record News(
      List<Printed> output,
      List<String> trace,
      boolean omitted,
      long events,
      List<JsonNode> samples,
      boolean committed,
      boolean report) {}

  /** A piece of what the tale printed. */
  record Printed(String stream, String text) {

    static Printed of(OutputLine line) {
      return new Printed(
          line.stream(), new String(line.data().toByteArray(), StandardCharsets.UTF_8));
    }
  }

  @FunctionalInterface
  private interface Reading {
    void from(InputStream segment) throws IOException;
  }

  private final ArchiveStore store;
  private final TraceTable table = new TraceTable(true);
  private final SegmentFeed outputSegments = new SegmentFeed(SegmentName.OUTPUT);
  private final SegmentFeed eventSegments = new SegmentFeed(SegmentName.EVENTS);
  private long events;
  private boolean sampled;

  ArchiveTail(ArchiveStore store) {
    this.store = store;
  }

  /** What has come since the last time. */
  News next() throws IOException {
    List<StoredFile> files = store.list();
    Set<String> paths = files.stream().map(StoredFile::path).collect(Collectors.toSet());
    SegmentFeed.Fresh output = outputSegments.of(files);
    SegmentFeed.Fresh trace = eventSegments.of(files);
    LatestText<Printed> printed = new LatestText<>(Printed::text);
    LatestText<String> rows = new LatestText<>(row -> row);
    boolean unreadable =
        !readAll(output, in -> TraceReader.readOutput(in, line -> printed.add(Printed.of(line))));
    unreadable |= !readAll(trace, in -> TraceReader.readNumbered(in, line -> accept(line, rows)));
    boolean committed = paths.contains(Manifest.FILE_NAME);
    List<JsonNode> samples =
        committed && paths.contains(ResourceTotals.FILE_NAME) ? samples() : List.of();
    outputSegments.passed(output);
    eventSegments.passed(trace);
    return new News(
        printed.items(),
        rows.items(),
        unreadable || output.omitted() || trace.omitted() || printed.omitted() || rows.omitted(),
        events,
        samples,
        committed,
        committed && paths.contains(REPORT));
  }

  /** Whether all could be read; a broken one is passed over, which verify tells more about. */
  private boolean readAll(SegmentFeed.Fresh fresh, Reading reading) throws IOException {
    boolean whole = true;
    for (SegmentName segment : fresh.segments()) {
      try {
        reading.from(store.read(segment.path()));
      } catch (ArchiveException e) {
        throw e;
      } catch (IOException e) {
        whole = false;
      }
    }
    return whole;
  }

  private void accept(NumberedEvent line, LatestText<String> rows) {
    events = line.seq() + 1;
    if (line.event() != null) {
      table.row(line.event()).ifPresent(rows::add);
    }
  }

  /** From the first to the last, once; of many only some between. */
  private List<JsonNode> samples() throws IOException {
    if (sampled) {
      return List.of();
    }
    sampled = true;
    List<JsonNode> samples = new ArrayList<>();
    long read = 0;
    long every = 1;
    @Nullable JsonNode last = null;
    try (InputStream file = store.read(ResourceTotals.FILE_NAME);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = MAPPER.readTree(line);
        if (read++ % every == 0) {
          samples.add(last);
        }
        if (samples.size() == MOST_SAMPLES) {
          samples = everySecond(samples);
          every *= 2;
        }
      }
    }
    if (last != null && (read - 1) % every != 0) {
      samples.add(last);
    }
    return samples;
  }

  private static List<JsonNode> everySecond(List<JsonNode> samples) {
    return IntStream.range(0, (samples.size() + 1) / 2)
        .mapToObj(i -> samples.get(2 * i))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  @Override
  public void close() {
    store.close();
  }
}

package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.archive.ManifestOmission;

class JournalTest {

  private static final TraceStart START =
      new TraceStart(5, Instant.parse("2026-11-23T06:00:00.000000007Z"));
  private static final Tracer TRACER = new Tracer("v0.23.2", List.of("lifecycle"), 1.5);
  private static final ManifestFile FILE =
      new ManifestFile("events/000000.ndjson.zst", 9, "0".repeat(64), "application/zstd");

  @TempDir Path folder;

  @Test
  void everyEntryComesBackUpToOneThatWasCutOff() throws Exception {
    List<Journal.Entry> entries =
        List.of(
            Journal.Started.at(START, TRACER),
            new Journal.TaleFound(7),
            new Journal.OtherFound("istio-proxy"),
            new Journal.Segment(1, 100, 99_000, 0.25),
            new Journal.Uploaded(FILE),
            new Journal.Closed(null, 9, 0.5),
            new Journal.Gathered(List.of(new ManifestOmission("a", "too large"))));
    Path file = folder.resolve("journal.ndjson");
    for (Journal.Entry entry : entries) {
      try (Journal journal = Journal.open(file)) {
        journal.add(entry);
      }
    }
    Files.writeString(file, "{\"type\":\"segm", StandardOpenOption.APPEND);

    assertThat(Journal.read(file)).isEqualTo(entries);
    try (Journal journal = Journal.open(file)) {
      journal.add(new Journal.TaleFound(8));
    }
    assertThat(Journal.read(file)).hasSize(entries.size() + 1).endsWith(new Journal.TaleFound(8));
    assertThat(Journal.read(folder.resolve("none"))).isEmpty();
  }

  @Test
  void aDamagedLineIsNamed() throws Exception {
    Path file = folder.resolve("journal.ndjson");
    Files.writeString(file, "{\"type\":\"gathered\"}\n{{{\n");

    assertThatThrownBy(() -> Journal.read(file))
        .isInstanceOf(RecorderException.class)
        .hasMessageContaining(
            "%s, from which the recorder would go on, is damaged in line 2", file);
  }

  @Test
  void theLatestEntriesSayWhereTheNextRecorderGoesOn() throws Exception {
    Spool spool = new Spool(folder);
    Files.createDirectories(spool.inArchive(""));
    assertThat(EarlierWork.in(spool)).isEmpty();
    try (Journal journal = Journal.open(spool.journal())) {
      journal.add(Journal.Started.at(START, TRACER));
      journal.add(new Journal.Segment(1, 100, 99_000, 0.25));
      journal.add(new Journal.Uploaded(FILE));
      journal.add(new Journal.Segment(2, 150, 140_000, 0.5));
      journal.add(new Journal.TaleFound(7));
    }

    EarlierWork earlier = EarlierWork.in(spool).orElseThrow();

    assertThat(earlier.start()).isEqualTo(START);
    assertThat(earlier.taleGroup()).isEqualTo(7);
    assertThat(earlier.nextSegment()).isEqualTo(2);
    assertThat(earlier.events()).isEqualTo(150);
    assertThat(earlier.lastTime()).isEqualTo(140_000);
    assertThat(earlier.uploaded()).containsOnlyKeys(FILE.path());
    assertThat(earlier.closed()).isNull();
    assertThat(earlier.gathered()).isFalse();
  }
}

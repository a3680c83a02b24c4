package org.wholetale.recordedrun.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStores;

class ArchiveTailTest {

  @TempDir Path folder;

  /** A sample every five seconds: 20,000 are more than a day. */
  @ParameterizedTest
  @CsvSource({"1, 1", "1999, 1999", "2000, 1001", "20001, 1251"})
  void ofManySamplesSomeAreShownTheFirstAndTheLastAmongThem(long samples, int shown)
      throws IOException {
    Files.writeString(folder.resolve("manifest.json"), "{}");
    Files.writeString(
        folder.resolve("stats.ndjson"),
        LongStream.range(0, samples)
            .mapToObj("{\"t\":%d}\n"::formatted)
            .collect(Collectors.joining()));

    List<JsonNode> seen;
    try (ArchiveTail tail =
        new ArchiveTail(ArchiveStores.open(ArchiveLocation.of(folder), Map.of()))) {
      seen = tail.next().samples();
      assertThat(tail.next().samples()).isEmpty();
    }

    assertThat(seen).hasSize(shown).hasSizeLessThanOrEqualTo(2_000);
    assertThat(seen).extracting(sample -> sample.path("t").asLong()).isSorted();
    assertThat(seen.getFirst().path("t").asLong()).isZero();
    assertThat(seen.getLast().path("t").asLong()).isEqualTo(samples - 1);
  }
}

package org.wholetale.recordedrun.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.Crate;

class CrateZipTest {

  @TempDir Path folder;

  /** An archive of files that all hold {@code abc}, or what they are said to. */
  private record Held(List<String> paths, Map<String, String> texts) implements RunArchive {

    static Held of(String... paths) {
      return new Held(List.of(paths), Map.of());
    }

    @Override
    public List<ArchivedFile> files() {
      return paths.stream()
          .map(path -> new ArchivedFile(path, 3, RecordedRuns.SHA256, "text/plain"))
          .toList();
    }

    @Override
    public List<String> manifests() {
      return List.of("manifest.json");
    }

    @Override
    public InputStream read(String path) {
      return new ByteArrayInputStream(texts.getOrDefault(path, "abc").getBytes(UTF_8));
    }
  }

  @Test
  void aDepositIsAValidCrateOfAllThatIsInTheArchive() throws Exception {
    Map<String, byte[]> entries =
        entries(zip(Held.of("events/000000.ndjson.zst", "outputs/results/kept.csv", "stdout")));

    assertThat(entries.keySet())
        .containsExactly(
            "events/000000.ndjson.zst",
            "manifest.json",
            "outputs/results/kept.csv",
            "ro-crate-metadata.json",
            "ro-crate-preview.html",
            "stdout");
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      Path file = folder.resolve("crate").resolve(entry.getKey());
      Files.createDirectories(file.resolveSibling(""));
      Files.write(file, entry.getValue());
    }
    new Crate(folder.resolve("crate")).mustBeValid(folder);
  }

  @Test
  void thePreviewLeadsToTheReportAndSaysWhatThereIs() throws IOException {
    Map<String, byte[]> with = entries(zip(Held.of("report/index.html")));
    Map<String, byte[]> without = entries(zip(Held.of("outputs/a b.csv")));

    assertThat(with.get("ro-crate-preview.html"))
        .asString(UTF_8)
        .contains("<meta http-equiv=\"refresh\" content=\"0; url=report/index.html\">");
    assertThat(without.get("ro-crate-preview.html"))
        .asString(UTF_8)
        .doesNotContain("refresh")
        .contains(
            "<h1>Means of &quot;all&quot; &lt;stations&gt;</h1>",
            "<a href=\"outputs/a%20b.csv\">outputs/a b.csv</a>",
            "Its trace is incomplete: 3 events lost, 1 gap.");
  }

  @Test
  void theArchivesOwnMetadataAndPreviewAreKeptAsTheyAre() throws IOException {
    Map<String, byte[]> entries =
        entries(zip(Held.of("ro-crate-metadata.json", "ro-crate-preview.html")));

    assertThat(entries.get("ro-crate-metadata.json")).asString(UTF_8).isEqualTo("abc");
    assertThat(entries.get("ro-crate-preview.html")).asString(UTF_8).isEqualTo("abc");
  }

  @Test
  void theSameArchiveMakesTheSameBytesAnywhereAtAnyTime() throws IOException {
    byte[] here = zip(Held.of("stdout", "stderr"));
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
      assertThat(zip(Held.of("stdout", "stderr"))).isEqualTo(here);
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void aDamagedFileIsNotDeposited() {
    assertThatThrownBy(() -> zip(new Held(List.of("stdout"), Map.of("stdout", "abd"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("stdout is not the file that the manifest lists");
  }

  private static byte[] zip(RunArchive archive) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CrateZip.write(RecordedRuns.eventful(), archive, out);
    return out.toByteArray();
  }

  private static Map<String, byte[]> entries(byte[] zip) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    List<String> order = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        order.add(entry.getName());
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    assertThat(order).containsExactlyElementsOf(entries.keySet());
    return entries;
  }
}

package org.wholetale.recordedrun.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {

  private static final String SHA256 = "0".repeat(64);

  @Test
  void theFormIsFixed() throws IOException {
    ManifestTrace trace =
        new ManifestTrace(
            Archives.START,
            false,
            12,
            null,
            1,
            List.of(new ManifestGap(5, 9L, "bpftrace was killed", null)),
            new ManifestExec("/bin/sh", List.of("sh", "run.sh"), 4711),
            2,
            3L,
            1L,
            4,
            5,
            List.of("istio-proxy"),
            List.of("io_uring was used"));
    Manifest manifest =
        Archives.manifest(
            trace,
            List.of(new ManifestOmission("provenance/run.nt", "there was not time enough")),
            List.of(
                new ManifestFile("stdout", 3, SHA256, "text/plain"),
                new ManifestFile("entrypoint", 10, SHA256, "text/plain")));

    assertThat(new String(manifest.toJson(), UTF_8)).isEqualTo(golden());
    assertThat(Manifest.parse(manifest.toJson())).isEqualTo(manifest);
  }

  @Test
  void fieldsOfLaterMinorVersionsAreLeftOut() throws IOException {
    String later =
        golden()
            .replace(
                "\"formatVersion\": \"1.2\"", "\"formatVersion\": \"1.7\", \"new\": {\"a\": 1}")
            .replace("\"name\": \"hello\"", "\"name\": \"hello\", \"site\": null");

    Manifest manifest = Manifest.parse(later.getBytes(UTF_8));

    assertThat(manifest.formatVersion()).isEqualTo("1.7");
    assertThat(manifest.run().name()).isEqualTo("hello");
  }

  @Test
  void aManifestOfTheFirstVersionIsRead() throws IOException {
    Manifest manifest = Manifest.parse(resource("manifest-1.0.json").getBytes(UTF_8));

    assertThat(manifest.formatVersion()).isEqualTo("1.0");
    assertThat(manifest.trace().otherContainers()).isEmpty();
    assertThat(manifest.trace().coverage()).isEmpty();
    assertThat(manifest.omitted()).isEmpty();
    assertThat(manifest.recorder().gateSeconds()).isNull();
    assertThat(manifest.run().about()).isNull();
    assertThat(manifest.run().folders()).isNull();
  }

  @Test
  void aVersionToComeIsRefusedByNumber() {
    assertRefused(
        golden().replace("\"1.2\"", "\"2.0\""),
        "the manifest has the format version 2.0, this program knows 1.x; use a newer one");
  }

  @Test
  void whatIsNoManifestIsRefused() {
    assertRefused("{}", "it has no formatVersion");
    assertRefused("", "it has no formatVersion");
    assertRefused(golden() + "{}", "the manifest cannot be read: ");
    assertRefused(golden().replace("\"exitCode\": 0,", ""), "exitCode");
    assertRefused(golden().replace("\"name\": \"hello\"", "\"name\": null"), "run.name");
    assertRefused(
        golden().replace("\"name\": \"Josiah Carberry\"", "\"name\": null"),
        "run.about.authors[].name");
    assertRefused(golden().replace("\"events\": 12", "\"events\": null"), "null");
    assertRefused(golden().replace("\"events\": 12", "\"events\": 12, \"events\": 13"), "events");
    assertRefused(golden().replace("\"stdout\"", "\"../stdout\""), "'../stdout'");
    assertRefused(golden().replace("\"stdout\"", "\"entrypoint\""), "entrypoint twice");
    assertRefused(golden().replace(SHA256, "abc"), "'abc' is not a SHA-256");
    assertRefused(golden().replace("2026-11-23T", "yesterday "), "yesterday");
  }

  @Test
  void aFileIsDescribedByReadingIt(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("any"), "abc");

    assertThat(ManifestFile.of(file, "outputs/abc.txt", "text/plain"))
        .isEqualTo(
            new ManifestFile(
                "outputs/abc.txt",
                3,
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "text/plain"));
  }

  @Test
  void whatIsMissingIsSaidInWords() {
    assertThat(Archives.completeTrace(3).completeness()).isEqualTo("complete");
    assertThat(
            new ManifestTrace(
                    null,
                    false,
                    1,
                    1L,
                    2,
                    List.of(new ManifestGap(0, 1L, "x", 1L)),
                    null,
                    0,
                    0L,
                    0L,
                    0,
                    0,
                    List.of(),
                    List.of())
                .completeness())
        .isEqualTo("incomplete: 1 event lost, 2 values truncated, 1 gap");
    assertThat(
            new ManifestTrace(
                    null, false, 1, null, 0, List.of(), null, 0, 0L, 0L, 0, 0, List.of(), List.of())
                .completeness())
        .isEqualTo("incomplete: an unknown number of events lost");
  }

  private static void assertRefused(String json, String why) {
    assertThatThrownBy(() -> Manifest.parse(json.getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  private static String golden() {
    return resource("manifest.json");
  }

  private static String resource(String name) {
    try (var in = ManifestTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.wholetale.recordedrun.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does, whichever it is. */
abstract class ArchiveStoreContract {

  @TempDir Path local;

  /** A store at a location where nothing lies yet. */
  abstract ArchiveStore store();

  @Test
  void whatWasPutCanBeReadAndIsListed() throws IOException {
    put("output/000000.ndjson.zst", "b");
    put("entrypoint", "run.sh");

    assertThat(read("entrypoint")).isEqualTo("run.sh");
    assertThat(store().list())
        .containsExactly(
            new StoredFile("entrypoint", 6), new StoredFile("output/000000.ndjson.zst", 1));
  }

  @Test
  void puttingAgainReplaces() throws IOException {
    put("stdout", "first, longer");
    put("stdout", "second");

    assertThat(read("stdout")).isEqualTo("second");
  }

  @Test
  void anEmptyFileIsAFile() throws IOException {
    put("stderr", "");

    assertThat(store().list()).containsExactly(new StoredFile("stderr", 0));
  }

  @Test
  void namesWithSpacesAccentsAndNewlinesComeBackAsTheyWere() throws IOException {
    String path = "outputs/a b/été+1%20\nnext&.csv";
    put(path, "x");

    assertThat(store().list()).containsExactly(new StoredFile(path, 1));
    assertThat(read(path)).isEqualTo("x");
  }

  @Test
  void aFileThatIsNotWhatItsDigestSaysIsRefusedAndLeavesNothing() throws IOException {
    Path file = Files.writeString(local.resolve("file"), "changed");
    String sha256 = Sha256.of("as it was".getBytes(UTF_8)).hex();

    assertThatThrownBy(() -> store().put("stdout", file, sha256))
        .isInstanceOfSatisfying(
            ArchiveException.class,
            e -> assertThat(e.kind()).isEqualTo(ArchiveException.Kind.CORRUPTED))
        .hasMessageContaining(store().location() + "stdout")
        .hasMessageContaining("hash and store it again");
    assertThat(store().list()).isEmpty();
  }

  @Test
  void aFileThatIsNotThereIsNotTheStoresFault() {
    Path absent = local.resolve("absent");

    assertThatThrownBy(() -> store().put("stdout", absent, Sha256.of(new byte[0]).hex()))
        .isInstanceOfSatisfying(
            ArchiveException.class,
            e -> assertThat(e.kind()).isEqualTo(ArchiveException.Kind.SOURCE))
        .hasMessageContaining(absent.toString());
  }

  @Test
  void theFirstManifestStays() throws IOException {
    assertThat(store().putIfAbsent("manifest.json", "first".getBytes(UTF_8))).isTrue();
    assertThat(store().putIfAbsent("manifest.json", "second".getBytes(UTF_8))).isFalse();

    assertThat(read("manifest.json")).isEqualTo("first");
    assertThat(store().list()).containsExactly(new StoredFile("manifest.json", 5));
  }

  @Test
  void storingTheSameManifestAgainSucceedsSinceAnAnswerCanGetLost() throws IOException {
    assertThat(store().putIfAbsent("manifest.json", "same".getBytes(UTF_8))).isTrue();

    assertThat(store().putIfAbsent("manifest.json", "same".getBytes(UTF_8))).isTrue();
  }

  @Test
  void ofSeveralWhoStoreAtOnceOneWins() throws Exception {
    List<Future<Boolean>> attempts = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        byte[] content = ("manifest " + i).getBytes(UTF_8);
        attempts.add(threads.submit(() -> store().putIfAbsent("manifest.json", content)));
      }
    }
    List<String> winners = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      if (attempts.get(i).get()) {
        winners.add("manifest " + i);
      }
    }
    assertThat(winners).containsExactly(read("manifest.json"));
  }

  @Test
  void anAbsentFileIsSaidToBeAbsentByItsFullName() {
    assertThatThrownBy(() -> store().read("manifest.json"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(store().location() + "manifest.json");
  }

  @Test
  void aLocationThatDoesNotExistHoldsNothing() throws IOException {
    assertThat(store().list()).isEmpty();
  }

  @Test
  void checkingAStoreLeavesNothingInIt() throws IOException {
    store().check();

    assertThat(store().list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../other/manifest.json", "a/../../b", "", "a//b", "a/"})
  void pathsThatLeadElsewhereAreRefused(String path) {
    assertThatThrownBy(() -> store().putIfAbsent(path, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + path + "'");
    assertThatThrownBy(() -> store().read(path)).isInstanceOf(IllegalArgumentException.class);
  }

  final void put(String path, String content) throws IOException {
    Path file = Files.writeString(local.resolve("file"), content);
    store().put(path, file, Sha256.of(file).hex());
  }

  final String read(String path) throws IOException {
    try (InputStream in = store().read(path)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}

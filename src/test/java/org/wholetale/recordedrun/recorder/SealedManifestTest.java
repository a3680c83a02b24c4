package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wholetale.recordedrun.trace.Events.exec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.archive.ArchiveVerifier;
import org.wholetale.recordedrun.archive.CommittedManifest;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestPlace;
import org.wholetale.recordedrun.archive.StoredFile;
import org.wholetale.recordedrun.archive.Verification;
import org.wholetale.recordedrun.archive.VerificationProblem;
import org.wholetale.recordedrun.signing.SigningKey;
import org.wholetale.recordedrun.signing.TestKeys;

/** Which signatures lie in an archive, in whatever order recorders and others come to it. */
class SealedManifestTest {

  private static final SigningKey KEY = TestKeys.ed25519();
  private static final SigningKey OTHER = TestKeys.ed25519();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T06:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;
  @TempDir Path scratch;
  private ArchiveStore store;
  private OpenArchive archive;

  @BeforeEach
  void open() throws IOException {
    store = ArchiveStores.open(ArchiveLocation.of(folder), Map.of());
    archive = new OpenArchive(store, scratch).opening().events(0, exec(1, 7, "sh", "run.sh"));
  }

  @Test
  void whatSignsAManifestLiesThereBeforeIt() throws IOException {
    List<String> written = new ArrayList<>();
    new CommitRecord(new Noting(store, written), new ManifestSeal(new Noting(store, written), KEY))
        .write(archive.recordersManifest(), PATIENCE);

    assertThat(written)
        .containsExactly("provenance/attestation.dsse.json", "manifest.sig.json", "manifest.json");
    assertThat(problems(KEY)).isEmpty();
  }

  @Test
  void aRecorderThatComesSecondSignsItsOwnManifestAndLeavesTheFirstAsItIs() throws IOException {
    new UnclosedArchive(store, CLOCK).close(null);
    commit(KEY, archive.recordersManifest());

    assertThat(archive.paths())
        .contains(
            "manifest-late.json", "manifest-late.sig.json", "provenance/attestation-late.dsse.json")
        .doesNotContain("manifest.sig.json", "provenance/attestation.dsse.json");
    assertThat(archive.verify().problems()).isEmpty();
  }

  @Test
  void whatWasSignedByWhoRecoveredStaysAndIsNotTheLateRecorders() throws IOException {
    new UnclosedArchive(store, CLOCK, OTHER).close(null);
    commit(KEY, archive.recordersManifest());

    assertThat(archive.verify().problems()).isEmpty();
    assertThat(problems(OTHER))
        .hasSize(2)
        .allSatisfy(problem ->
            assertThat(problem).matches("(manifest-late.sig|provenance/attestation-late).*"));
  }

  @Test
  void theSignatureOfARecorderThatDiedBeforeItsManifestIsReplaced() throws IOException {
    new ManifestSeal(store, KEY).put(ManifestPlace.FIRST, archive.recordersManifest());
    archive.events(1, exec(8, 7, "later"));
    commit(KEY, archive.recordersManifest());

    assertThat(problems(KEY)).isEmpty();
  }

  @Test
  void theSignatureOfAManifestThatIsThereIsNotReplaced() throws IOException {
    commit(OTHER, archive.recordersManifest());
    byte[] own = archive.events(1, exec(8, 7, "later")).recordersManifest();

    assertThatThrownBy(() -> commit(KEY, own)).hasMessageContaining("another recorder");
    assertThat(problems(OTHER).stream().filter(problem -> problem.startsWith("manifest.")))
        .isEmpty();
  }

  @Test
  void whoRecoversSignsWhereHeHasAKey() throws IOException {
    CommittedManifest closed = new UnclosedArchive(store, CLOCK, KEY).close(null).orElseThrow();

    assertThat(closed.isRecovered()).isTrue();
    assertThat(problems(KEY)).isEmpty();
    assertThat(verify(KEY).summary()).endsWith("recovered; signed by " + keyId());
  }

  @Test
  void withoutAKeyNothingIsSigned() throws IOException {
    new CommitRecord(store, null).write(archive.recordersManifest(), PATIENCE);

    assertThat(archive.paths().stream().filter(path -> !Manifest.lists(path)))
        .containsExactly("manifest.json");
  }

  private void commit(SigningKey key, byte[] manifest) throws IOException {
    new CommitRecord(store, new ManifestSeal(store, key)).write(manifest, PATIENCE);
  }

  private List<String> problems(SigningKey key) throws IOException {
    return verify(key).problems().stream().map(VerificationProblem::toString).toList();
  }

  private Verification verify(SigningKey key) throws IOException {
    return new ArchiveVerifier(store, null, key.verifyingKey()).verify();
  }

  private static String keyId() {

    return KEY.verifyingKey().keyId();
  }

  /** A store that tells what was written, in that order. */
  private record Noting(ArchiveStore store, List<String> written) implements ArchiveStore {

    @Override
    public ArchiveLocation location() {
      return store.location();
    }

    @Override
    public void put(String path, Path file, String sha256Hex) throws IOException {
      store.put(path, file, sha256Hex);
      written.add(path);
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws IOException {
      boolean put = store.putIfAbsent(path, content);
      written.add(path);
      return put;
    }

    @Override
    public InputStream read(String path) throws IOException {
      return store.read(path);
    }

    @Override
    public void check() throws IOException {
      store.check();
    }

    @Override
    public List<StoredFile> list() throws IOException {
      return store.list();
    }

    @Override
    public void close() {
      store.close();
    }
  }
}

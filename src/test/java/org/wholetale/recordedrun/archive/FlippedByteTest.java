package org.wholetale.recordedrun.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.jspecify.annotations.Nullable;

class FlippedByteTest {

  private @Nullable Path folder;
  private List<ManifestFile> files = List.of();

  @BeforeProperty
  void archive() throws IOException {
    folder = Archives.in(Files.createTempDirectory("archive")).commit();
    files = Manifest.parse(Files.readAllBytes(folder.resolve("manifest.json"))).files();
  }

  @AfterProperty
  void remove() throws IOException {
    try (Stream<Path> all = Files.walk(folder())) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Property(tries = 300)
  void aFlippedBitInAnyListedFileMakesVerifyNameThatFileAndNoOther(
      @ForAll @IntRange(min = 0, max = 1_000_000) int anyFile,
      @ForAll @IntRange(min = 0, max = 1_000_000) int anyByte,
      @ForAll @IntRange(min = 0, max = 7) int bit)
      throws IOException {
    ManifestFile file = files.get(anyFile % files.size());
    Path path = folder().resolve(file.path());
    byte[] whole = Files.readAllBytes(path);
    byte[] flipped = whole.clone();
    flipped[anyByte % flipped.length] ^= (byte) (1 << bit);
    Files.write(path, flipped);
    try {
      assertThat(Archives.verify(folder()).problems())
          .extracting(VerificationProblem::path)
          .containsExactly(file.path());
    } finally {
      Files.write(path, whole);
    }
  }

  private Path folder() {
    if (folder == null) {
      throw new IllegalStateException("the archive is made before the property");
    }
    return folder;
  }
}

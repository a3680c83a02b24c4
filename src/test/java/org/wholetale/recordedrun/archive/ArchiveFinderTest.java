package org.wholetale.recordedrun.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveFinderTest {

  @TempDir Path folder;

  @Test
  void everyArchiveBelowAPrefixIsFoundAlsoThoseWithoutManifest() throws IOException {
    Archives.in(folder.resolve("science/hello/1")).commit();
    Archives.in(folder.resolve("science/events/2"));
    Archives.emptyIn(folder.resolve("arts/3")).commit();
    Archives.emptyIn(folder.resolve("other")).unlisted("notes.txt", new byte[0]);

    assertFound("arts/3/ true", "science/events/2/ false", "science/hello/1/ true");
  }

  @Test
  void anArchiveAtTheLocationItselfIsFound() throws IOException {
    Archives.in(folder).commit();

    assertFound(" true");
  }

  @Test
  void whatATaleWroteIsNotTakenForAnArchive() throws IOException {
    Archives.in(folder.resolve("run"))
        .file("outputs/site/manifest.json", "{}")
        .file("outputs/events/000000.ndjson.zst", "")
        .commit();

    assertFound("run/ true");
  }

  @Test
  void whereNothingIsNothingIsFound() throws IOException {
    assertFound();
  }

  private void assertFound(String... found) throws IOException {
    ArchiveLocation location = ArchiveLocation.of(folder);
    try (ArchiveStore store = ArchiveStores.open(location, Map.of())) {
      assertThat(ArchiveFinder.find(store))
          .extracting(archive ->
              archive.location().toString().substring(location.toString().length())
                  + " "
                  + archive.hasManifest())
          .containsExactly(found);
    }
  }
}

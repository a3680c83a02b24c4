package org.wholetale.recordedrun.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest extends ArchiveStoreContract {

  @TempDir Path folder;

  @Override
  ArchiveStore store() {
    return ArchiveStores.open(ArchiveLocation.of(folder.resolve("not/yet/there")), Map.of());
  }

  @Test
  void whatACrashLeftHalfWrittenIsNoPartOfTheArchive() throws IOException {
    put("stdout", "whole");
    Files.writeString(
        Path.of(store().location().uri()).resolve(PartialFile.FOLDER).resolve("left"), "ha");

    assertThat(store().list()).containsExactly(new StoredFile("stdout", 5));
  }

  @Test
  void symbolicLinksAreNeitherListedNorFollowed() throws IOException {
    put("stdout", "whole");
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    Files.createSymbolicLink(Path.of(store().location().uri()).resolve("link"), secret);

    assertThat(store().list()).containsExactly(new StoredFile("stdout", 5));
    assertThatThrownBy(() -> store().read("link")).isInstanceOf(ArchiveException.class);
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Files.writeString(folder.resolve("not"), "a file where a folder should be");

    assertThatThrownBy(() -> put("stdout", "x"))
        .isInstanceOf(ArchiveException.class)
        .hasMessageStartingWith("cannot write " + store().location() + "stdout: ")
        .hasMessageContaining(folder.resolve("not").toString());
  }
}

package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs to be root, as a recorder is. */
class FileOwnerTest {

  private static final FileOwner JOVYAN = new FileOwner(1000, 100);

  @TempDir Path folder;
  private Path open;

  @BeforeEach
  void aFolderForEverybodyInOneForRoot() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @Test
  void whatIsWrittenBelongsToTheUserFromTheBeginning() throws Exception {
    JOVYAN.run(() -> Files.writeString(open.resolve("file"), "content"));

    assertThat(FileOwner.of(open.resolve("file"))).isEqualTo(JOVYAN);
  }

  @Test
  void rootsRightsAreNotAmongTheUsers() {
    assertThatThrownBy(() -> JOVYAN.run(() -> Files.writeString(folder.resolve("file"), "content")))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void whoAskedForItStaysRoot() throws Exception {
    JOVYAN.run(() -> {});

    Files.writeString(folder.resolve("file"), "content");
    assertThat(FileOwner.of(folder.resolve("file"))).isEqualTo(new FileOwner(0, 0));
  }
}

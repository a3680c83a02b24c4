package org.wholetale.recordedrun.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A committed file that is made from something else. With {@code -Dgenerated.write=true} the test
 * that checks it writes it instead.
 *
 * @param path from the project's folder
 */
public record GeneratedFile(Path path) {

  public void mustBe(String content) {
    try {
      if (Boolean.getBoolean("generated.write")) {
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.writeString(path, content);
      }
      assertThat(Files.exists(path) ? Files.readString(path) : "")
          .as(
              "%s is not what the sources give any more; renew it with: make crds, or this test and"
                  + " -Dgenerated.write=true",
              path)
          .isEqualTo(content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read or write " + path, e);
    }
  }
}

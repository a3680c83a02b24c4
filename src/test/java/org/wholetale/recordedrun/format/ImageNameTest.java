package org.wholetale.recordedrun.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameTest {

  @ParameterizedTest
  @CsvSource({
    "debian, , docker.io, debian, , ",
    "jupyter/base:1, , docker.io, jupyter/base, 1, ",
    "localhost/a/b:c, , localhost, a/b, c, ",
    "r.example.org:5000/a, sha256:ab, r.example.org:5000, a, , ab",
    "r.example.org/a:1, r.example.org/a@sha256:ab, r.example.org, a, 1, ab",
    "r.example.org/a:1@sha256:cd, , r.example.org, a, 1, cd",
  })
  void aNameHasTheseParts(
      String image,
      @Nullable String digest,
      String registry,
      String name,
      @Nullable String tag,
      @Nullable String sha256) {
    assertThat(ImageName.parse(image, digest))
        .isEqualTo(new ImageName(registry, name, tag, sha256));
  }
}

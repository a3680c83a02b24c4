package org.wholetale.recordedrun.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveLocationTest {

  @ParameterizedTest
  @CsvSource({
    "s3://bucket, s3://bucket/",
    "s3://bucket/, s3://bucket/",
    "s3://bucket/a/b, s3://bucket/a/b/",
    "s3://bucket/a/b//, s3://bucket/a/b/",
    "S3://my_bucket.x/a%20b, s3://my_bucket.x/a%20b/",
    "/archives, file:///archives/",
    "/archives/a b/../c d, file:///archives/c%20d/",
    "file:///archives, file:///archives/",
    "file:/archives/, file:///archives/",
  })
  void aLocationHasOneFormThatEndsInASlash(String written, String form) {
    assertThat(ArchiveLocation.parse(written)).hasToString(form);
    assertThat(ArchiveLocation.parse(form)).isEqualTo(ArchiveLocation.parse(written));
  }

  @Test
  void aRelativeFolderIsMeantFromHere() {
    assertThat(ArchiveLocation.parse("some:archives"))
        .isEqualTo(ArchiveLocation.of(Path.of("some:archives").toAbsolutePath()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "https://bucket/prefix",
        "s3:bucket/prefix",
        "s3:///prefix",
        "s3://key:secret@bucket/prefix",
        "s3://bucket/a b",
        "s3://bucket/a?b",
        "s3://bucket/a#b",
        "s3://bucket/../other",
        "s3://bucket/a//b",
        "file:archives",
        "file://host/archives"
      })
  void whatIsNoLocationIsRefusedWithAnExampleOfOne(String written) {
    assertThatThrownBy(() -> ArchiveLocation.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .containsAnyOf("s3://bucket/prefix", "cannot be one of an archive");
  }

  @Test
  void aLocationBelowIsResolvedInFoldersAndBuckets() {
    assertThat(ArchiveLocation.parse("s3://bucket").resolve("ns/run 1/"))
        .hasToString("s3://bucket/ns/run%201/");
    assertThat(ArchiveLocation.parse("/archives").resolve("ns/run"))
        .hasToString("file:///archives/ns/run/");
  }

  @Test
  void nothingOutsideIsResolved() {
    assertThatThrownBy(() -> ArchiveLocation.parse("/archives").resolve("../etc"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

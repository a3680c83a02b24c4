package org.wholetale.recordedrun.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wholetale.recordedrun.provenance.RunRecord;

/** What all formats have in common, and what each makes of one run. */
class FormatTest {

  private static final Path GOLDEN = Path.of("src/test/resources/org/wholetale/recordedrun/format");

  /** {@code -Dgolden.write=true} renews the files, to be looked at. */
  @ParameterizedTest
  @CsvSource({"CPR,run.nt", "PROV,prov.jsonld", "DOT,run.dot"})
  void everythingThatARunMayHaveIsWritten(Format format, String name) throws IOException {
    String text = written(format, RunRecords.ofEverything());
    Path golden = GOLDEN.resolve(name);
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(golden, text);
    }

    assertThat(text).isEqualTo(Files.readString(golden));
  }

  /** The objects are others each time, and so are the hash codes that they have by themselves. */
  @ParameterizedTest
  @EnumSource
  void theSameEventsMakeTheSameBytes(Format format) throws IOException {
    byte[] bytes = bytes(format, RunRecords.ofEverything());

    for (int i = 0; i < 20; i++) {
      assertThat(bytes(format, RunRecords.ofEverything())).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRunWithoutAnyEventIsWritten(Format format) throws IOException {
    assertThat(bytes(format, RunRecords.of(List.of()))).isNotEmpty();
  }

  @Test
  void formatsAreKnownByTheirPaths() {
    assertThat(Format.at("provenance/run.nt")).contains(Format.CPR);
    assertThat(Format.at("stdout")).isEmpty();
    assertThat(Format.archived()).contains(Format.CPR, Format.PROV).doesNotContain(Format.DOT);
  }

  static String written(Format format, RunRecord run) throws IOException {
    return new String(bytes(format, run), UTF_8);
  }

  static byte[] bytes(Format format, RunRecord run) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format.write(run, new EmptyArchive(), out);
    return out.toByteArray();
  }
}

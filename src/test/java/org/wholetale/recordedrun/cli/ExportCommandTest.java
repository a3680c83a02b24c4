package org.wholetale.recordedrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wholetale.recordedrun.trace.Events;
import picocli.CommandLine;

class ExportCommandTest {

  private static final Path KEPT = Path.of("src/test/resources/archives");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter messages = new StringWriter();

  @TempDir Path folder;

  /** Also those whose recorders knew no formats. */
  @ParameterizedTest
  @ValueSource(strings = {"1.0/hello", "1.0/gap", "1.1/hello", "1.1/gap"})
  void anArchiveOfAnyVersionIsExported(String archive) {
    assertThat(export(KEPT.resolve(archive).toString(), "--format", "cpr")).isZero();

    assertThat(out.toString(UTF_8))
        .contains("#complete> \"%s\"".formatted(!archive.endsWith("gap")));
    assertThat(messages.toString()).isEmpty();
  }

  @Test
  void aFileIsWrittenOrNothingAtAll() throws IOException {
    Path file = folder.resolve("run.dot");

    assertThat(export(KEPT.resolve("1.1/hello").toString(), "--format=dot", "-o", file.toString()))
        .isZero();
    assertThat(file).content().startsWith("digraph run {").endsWith("}\n");
    assertThat(export(KEPT.resolve("1.1/hello").toString(), "--format=dot", "-o", "/nowhere/a"))
        .isEqualTo(1);
    assertThat(messages.toString()).contains("/nowhere/");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void formatsThatThereAreNotAreRefusedWithThoseThatThereAre() {
    assertThat(export(KEPT.resolve("1.1/hello").toString(), "--format", "csv")).isEqualTo(2);
    assertThat(messages.toString()).contains("cpr", "prov", "dot");
    assertThat(export(KEPT.resolve("1.1/hello").toString())).isEqualTo(2);
    assertThat(messages.toString()).contains("--format");
  }

  @Test
  void aRunThatGoesOnHasNoRecordYet() throws IOException {
    TestArchive.in(folder).events(0, Events.exec(1, 7, "true"));

    assertThat(export(folder.toString(), "--format", "cpr")).isEqualTo(1);
    assertThat(messages.toString()).contains("has no manifest: wait for the run's end");
    assertThat(out.size()).isZero();
  }

  /** What lacks a part must not pass for the whole. */
  @Test
  void anArchiveThatLacksASegmentIsNotExported() throws IOException {
    Path kept = KEPT.resolve("1.1/hello");
    Files.createDirectories(folder.resolve("events"));
    Files.copy(kept.resolve("manifest.json"), folder.resolve("manifest.json"));
    Files.copy(kept.resolve("files.ndjson"), folder.resolve("files.ndjson"));
    Files.copy(
        kept.resolve("events").resolve(TestArchive.name(0)),
        folder.resolve("events").resolve(TestArchive.name(1)));

    assertThat(export(folder.toString(), "--format", "cpr")).isEqualTo(1);
    assertThat(messages.toString()).contains("events/000000.ndjson.zst and what lies between");
    assertThat(out.size()).isZero();
  }

  private int export(String... arguments) {
    return new CommandLine(new ExportCommand(Map.of(), out))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Problems())
        .setErr(new PrintWriter(messages, true))
        .execute(arguments);
  }
}

package org.wholetale.recordedrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportCommandTest {

  private static final Path HELLO = Path.of("src/test/resources/archives/1.1/hello");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void aReportIsOneFileThatIsTheSameEachTime() throws IOException {
    Path first = folder.resolve("first.html");
    Path second = folder.resolve("second.html");

    assertThat(report(Map.of(), HELLO.toString(), "--output", first.toString())).isZero();
    assertThat(report(Map.of(), HELLO.toString(), "-o", second.toString())).isZero();

    assertThat(out.toString()).startsWith(first.toString());
    assertThat(Files.readString(first))
        .startsWith("<!doctype html>")
        .contains("default-src 'none'", "measurements.csv", "The warmest days:");
    assertThat(second).hasSameBinaryContentAs(first);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(first, second);
    }
  }

  @Test
  void whatIsMissingIsSaidInTheReportToo() throws IOException {
    Path archive = copy(HELLO, folder.resolve("hello"));
    Files.move(
        archive.resolve("output/000000.ndjson.zst"), archive.resolve("output/000001.ndjson.zst"));
    Path file = folder.resolve("report.html");

    assertThat(report(Map.of(), archive.toString(), "-o", file.toString())).isEqualTo(1);

    assertThat(err.toString()).contains("output/000000.ndjson.zst and what lies between");
    assertThat(Files.readString(file)).contains("output/000000.ndjson.zst and what lies between");
  }

  @Test
  void itIsOpenedByTheProgramThatTheUserNames() throws IOException {
    Path file = folder.resolve("report.html");
    Path opened = folder.resolve("opened");
    Path browser = folder.resolve("browser");
    Files.writeString(browser, "#!/bin/sh\necho \"$1\" > '%s'\n".formatted(opened));
    assertThat(browser.toFile().setExecutable(true)).isTrue();

    assertThat(
            report(
                Map.of("BROWSER", browser.toString()),
                HELLO.toString(),
                "--open",
                "-o",
                file.toString()))
        .isZero();

    Awaitility.await()
        .untilAsserted(() -> assertThat(opened).exists().content().isEqualTo(file.toUri() + "\n"));
  }

  @Test
  void whereThereIsNoBrowserTheReportIsWrittenAndThatIsSaid() {
    Path file = folder.resolve("report.html");

    assertThat(
            report(
                Map.of("BROWSER", folder.resolve("none").toString()),
                HELLO.toString(),
                "--open",
                "-o",
                file.toString()))
        .isEqualTo(1);

    assertThat(file).exists();
    assertThat(err.toString()).contains("the report is written, but", "set BROWSER");
  }

  private static Path copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(from)) {
      all = walk.toList();
    }
    for (Path each : all) {
      Files.copy(each, to.resolve(from.relativize(each).toString()));
    }
    return to;
  }

  private int report(Map<String, String> environment, String... arguments) {
    return new CommandLine(new ReportCommand(environment))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}

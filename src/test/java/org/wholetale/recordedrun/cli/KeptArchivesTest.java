package org.wholetale.recordedrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Real archives, kept since their format was the newest, are read as on the day they were made: for
 * each version {@code src/test/resources/archives/<version>/<archive>}, beside it what {@code log}
 * prints of it.
 */
class KeptArchivesTest {

  private static final Path ARCHIVES = Path.of("src/test/resources/archives");
  private static final Pattern VERSION = Pattern.compile("(?m)^\\| (\\d+\\.\\d+) \\|");

  /** An archive and the digest of its manifest, which must never change. */
  record Kept(String manifestSha256, Path folder) {
    @Override
    public String toString() {
      return ARCHIVES.relativize(folder).toString();
    }
  }

  static List<Kept> archives() throws IOException {
    return Files.readAllLines(ARCHIVES.resolve("manifests.sha256")).stream()
        .map(line -> line.split(" +"))
        .map(words -> new Kept(words[0], ARCHIVES.resolve(words[1].replace("/manifest.json", ""))))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("archives")
  void itIsVerified(Kept kept) {
    StringWriter out = new StringWriter();
    int exitCode =
        new CommandLine(new VerifyCommand(Map.of()))
            .setOut(new PrintWriter(out, true))
            .execute("--manifest-sha256", kept.manifestSha256(), kept.folder().toString());
    assertThat(exitCode).as(out.toString()).isZero();
  }

  @ParameterizedTest
  @MethodSource("archives")
  void itsLogIsWhatItWas(Kept kept) throws IOException {
    StringWriter out = new StringWriter();
    int exitCode =
        new CommandLine(new LogCommand(Map.of()))
            .setOut(new PrintWriter(out, true))
            .execute("--files", kept.folder().toString());
    Path golden = kept.folder().resolveSibling(kept.folder().getFileName() + ".log");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(golden, out.toString());
    }
    assertThat(exitCode).isZero();
    assertThat(out).hasToString(Files.readString(golden));
  }

  @ParameterizedTest
  @MethodSource("archives")
  void whatTheTalePrintedIsPrinted(Kept kept) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exitCode =
        new CommandLine(new OutputCommand(Map.of(), out, new ByteArrayOutputStream()))
            .execute(kept.folder().toString());
    assertThat(exitCode).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo(Files.readString(kept.folder().resolve("stdout")));
  }

  @Test
  void everyVersionOfTheFormatHasAnArchiveThatIsListed() throws IOException {
    List<String> versions =
        VERSION
            .matcher(Files.readString(Path.of("docs/trace-format.md")))
            .results()
            .map((MatchResult row) -> row.group(1))
            .toList();
    assertThat(versions).isNotEmpty();
    assertThat(folders(ARCHIVES)).containsExactlyInAnyOrderElementsOf(versions);
    for (String version : versions) {
      assertThat(archives().stream().map(Kept::toString).filter(name -> name.startsWith(version)))
          .containsExactlyInAnyOrderElementsOf(
              folders(ARCHIVES.resolve(version)).stream()
                  .map(name -> version + "/" + name)
                  .toList());
    }
  }

  private static List<String> folders(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .toList();
    }
  }
}

package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;

/** A small C project is built twice, once recorded and once under strace. */
@Execution(ExecutionMode.CONCURRENT)
class CompilerBuildTest {

  @TempDir static Path folder;
  private static Path project;
  private static Recording recording;
  private static StraceLog strace;

  @BeforeAll
  static void build() throws Exception {
    project = copyProject("recorded").toRealPath();
    recording = Recordedrun.in(folder).record("make", "-C", project.toString());
    Path second = copyProject("straced").toRealPath();
    strace = StraceLog.of(second, folder.resolve("strace"), "make", "-C", second.toString());
  }

  @Test
  void theBuildIsRecordedWhole() {
    assertThat(recording.command().exitCode()).as(recording.command().err()).isEqualTo(0);
    assertThat(recording.manifest().trace().complete()).isTrue();
    assertThat(recording.verification().problems()).isEmpty();
    assertThat(project.resolve("build/areas.txt")).isNotEmptyFile();
  }

  @Test
  void theProgramsAreThoseThatStraceSees() {
    Set<String> programs =
        recording.events(Event.Exec.class).stream()
            .map(exec -> relative(exec.path().toString()))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(programs).isEqualTo(strace.programs());
    assertThat(programs)
        .contains("./build/generate", "./build/areas")
        .anyMatch(p -> p.endsWith("/cc1"));
  }

  @Test
  void theFilesOfTheProjectAreThoseThatStraceSees() {
    Set<String> files =
        recording.events(Event.Open.class).stream()
            .filter(open -> open.path().toString().startsWith(project + "/"))
            .map(open -> relative(open.path().toString()) + " " + open.mode().text())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(files).isEqualTo(strace.files());
    assertThat(files).contains("./include/circle.h r", "./build/table.h r", "./build/table.h w");
  }

  @Test
  void theCompilersAndTheHeadersTheyReadAreSeen() {
    Event.Exec compiler =
        recording.events(Event.Exec.class).stream()
            .filter(exec -> exec.path().toString().endsWith("/cc1"))
            .filter(exec -> exec.argv().contains(ByteString.of("main.c")))
            .findFirst()
            .orElseThrow();

    assertThat(compiler.cwd()).hasToString(project.toString());
    assertThat(recording.events(Event.Open.class))
        .filteredOn(open -> open.process().equals(compiler.process()))
        .extracting(open -> relative(open.path().toString()))
        .contains("./main.c", "./include/circle.h", "./build/table.h", "/usr/include/stdio.h");
  }

  private static String relative(String path) {
    return StraceLog.relative(project, path);
  }

  private static Path copyProject(String name) throws IOException, URISyntaxException {
    URL resource = Objects.requireNonNull(CompilerBuildTest.class.getResource("c-project"));
    Path source = Path.of(resource.toURI());
    Path target = folder.resolve(name);
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectory(target.resolve(source.relativize(from).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path from, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(from, target.resolve(source.relativize(from).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
    return target;
  }
}

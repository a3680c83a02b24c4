package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What parts two runs of {@code examples/hello}, each recorded. */
class DiffTest {

  private static final Path EXAMPLE = Path.of("examples/hello").toAbsolutePath();

  @TempDir static Path folder;

  @BeforeAll
  static void record() throws IOException, InterruptedException {
    example("hello");
    example("again");
    example("data");
    replace("data-data/measurements.csv", "Jena,21.1", "Jena,21.2");
    example("script");
    replace("script-workspace/means.py", ":.2f", ":.1f");
    example("image");
    replace("image.yaml", "python:3.11-slim", "python:3.12-slim");

    // One after another, since each start of bpftrace takes a processor for seconds.
    for (String name : List.of("hello", "again", "data", "script", "image")) {
      Recordedrun.Ended ended = new LocalRun(folder).run(name + ".yaml");
      assertThat(ended.exitCode()).as(ended.err()).isZero();
    }
  }

  @Test
  void twoRunsOfTheSameAreReproduced() throws IOException, InterruptedException {
    Recordedrun.Ended diff = Recordedrun.in(folder).run("diff", of("hello"), of("again"));

    assertThat(diff.exitCode()).as(diff.out()).isZero();
    assertThat(diff.out())
        .startsWith("reproduced: image, command, 3 inputs, 7 programs and 2 outputs are the same");
  }

  @Test
  void oneByteOfTheDataIsWhatPartedThem() throws IOException, InterruptedException {
    JsonNode diff = diff("data");

    assertThat(names(diff.path("causes"))).containsExactly("input ../data/measurements.csv");
    assertThat(names(diff.path("effects"))).containsExactly("output results/means.csv");
  }

  @Test
  void oneLineOfTheScriptIsWhatPartedThem() throws IOException, InterruptedException {
    JsonNode diff = diff("script");

    assertThat(names(diff.path("causes"))).containsExactly("input means.py");
    assertThat(names(diff.path("effects"))).containsExactly("output results/means.csv");
  }

  @Test
  void theImageIsWhatPartedThem() throws IOException, InterruptedException {
    JsonNode diff = diff("image");

    assertThat(names(diff.path("causes"))).containsExactly("image name");
    assertThat(diff.at("/causes/0/right").asText()).isEqualTo("python:3.12-slim");
    assertThat(diff.path("effects")).isEmpty();
  }

  private static JsonNode diff(String other) throws IOException, InterruptedException {
    Recordedrun.Ended diff = Recordedrun.in(folder).run("diff", "--json", of("hello"), of(other));
    assertThat(diff.exitCode()).as(diff.err()).isEqualTo(1);
    return new ObjectMapper().readTree(diff.out());
  }

  private static List<String> names(JsonNode differences) {
    List<String> names = new ArrayList<>();
    differences.forEach(
        each -> names.add(each.path("kind").asText() + " " + each.path("what").asText()));
    return names;
  }

  private static String of(String name) {
    return folder.resolve("archive/default").resolve(name).toString();
  }

  /** The example under another name. */
  private static void example(String name) throws IOException {
    for (String part : List.of("workspace", "data")) {
      Path from = EXAMPLE.resolve("hello-" + part);
      Path to = Files.createDirectory(folder.resolve(name + "-" + part));
      try (Stream<Path> files = Files.list(from)) {
        for (Path file : files.toList()) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
    Files.writeString(
        folder.resolve(name + ".yaml"),
        Files.readString(EXAMPLE.resolve("run.yaml")).replace("hello", name));
  }

  private static void replace(String file, String old, String with) throws IOException {
    String text = Files.readString(folder.resolve(file));
    assertThat(text).contains(old);
    Files.writeString(folder.resolve(file), text.replace(old, with));
  }
}

package org.wholetale.recordedrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A folder that is a Process Run Crate, as roc-validator and ro-crate-py see it. Neither reaches
 * the network.
 */
public record Crate(Path folder) {

  private static final Path SCRIPTS = Path.of("src/test/python").toAbsolutePath();

  /**
   * Holds it against all that the profile requires.
   *
   * @param scratch a folder for what the validator needs
   */
  public void mustBeValid(Path scratch) throws IOException, InterruptedException {
    Path cache = scratch.resolve("contexts");
    if (Files.notExists(scratch.resolve("contexts.sqlite"))) {
      python(scratch, "crate_contexts.py", cache.toString());
    }
    Validator.Finding finding =
        Validator.ofPython("rocrate-validator")
            .run(
                scratch,
                "-y",
                "--disable-color",
                "validate",
                "--offline",
                "--cache-path",
                cache.toString(),
                "--no-paging",
                "--verbose",
                "--profile-identifier",
                "process-run-crate-0.5",
                "--requirement-severity",
                "required",
                folder.toString());
    assertThat(finding.exit()).as(finding.output()).isZero();
    assertThat(finding.output()).contains("RO-Crate is a valid process-run-crate-0.5");
  }

  /** What ro-crate-py reads; {@code src/test/python/crate_read.py} says what there is. */
  public JsonNode read() throws IOException, InterruptedException {
    return new ObjectMapper().readTree(python(folder, "crate_read.py", folder.toString()));
  }

  /** What is said of files as the object or result of an action: the names of them all. */
  public static Set<String> names(JsonNode files) {
    return StreamSupport.stream(files.spliterator(), false)
        .map(file -> Objects.requireNonNull(file.path("name").textValue()))
        .collect(Collectors.toSet());
  }

  private static String python(Path folder, String script, String... arguments)
      throws IOException, InterruptedException {
    String[] line = new String[arguments.length + 1];
    line[0] = SCRIPTS.resolve(script).toString();
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    Validator.Finding finding = Validator.ofPython("python").run(folder, line);
    assertThat(finding.exit()).as(finding.output()).isZero();
    return finding.output();
  }
}

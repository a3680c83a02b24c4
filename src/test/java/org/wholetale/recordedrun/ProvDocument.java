package org.wholetale.recordedrun;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A PROV document as Python's {@code prov} reads it.
 *
 * @param statements each as in PROV-N, names only
 * @param problems what it says of names that nothing has, and warnings
 */
public record ProvDocument(List<String> statements, List<String> problems) {

  private static final String STATEMENT = "statement ";
  private static final Path PROGRAM = Path.of("src/test/python/read_prov.py").toAbsolutePath();

  /** Reads a PROV-JSONLD file. */
  public static ProvDocument read(Path file) throws IOException, InterruptedException {
    Validator.Finding finding =
        Validator.ofPython("python")
            .run(file.toAbsolutePath().resolveSibling(""), PROGRAM.toString(), file.toString());
    List<String> lines = finding.output().lines().toList();
    List<String> statements = lines.stream().filter(line -> line.startsWith(STATEMENT)).toList();
    List<String> others = lines.stream().filter(line -> !line.startsWith(STATEMENT)).toList();
    if (finding.exit() != 0 && others.isEmpty()) {
      throw new IOException("it exited with %d and said nothing".formatted(finding.exit()));
    }
    return new ProvDocument(
        statements.stream().map(line -> line.substring(STATEMENT.length())).toList(), others);
  }
}

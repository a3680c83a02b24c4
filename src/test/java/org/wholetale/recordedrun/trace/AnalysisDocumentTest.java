package org.wholetale.recordedrun.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wholetale.recordedrun.Validator;

/** What {@code docs/analysis.md} shows is what happens, in an archive that is kept for ever. */
class AnalysisDocumentTest {

  private static final Path ARCHIVE = Path.of("src/test/resources/archives/1.2/hello");
  private static final Pattern SNIPPET =
      Pattern.compile("```python\n(.*?)```\n\n```text\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  record Snippet(String code, String prints) {
    @Override
    public String toString() {
      return prints.lines().findFirst().orElse("");
    }
  }

  static List<Snippet> snippets() {
    return SNIPPET
        .matcher(document())
        .results()
        .map(match -> new Snippet(match.group(1), match.group(2)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void aSnippetPrintsWhatFollowsIt(Snippet snippet) throws Exception {
    Path script = Files.writeString(folder.resolve("snippet.py"), snippet.code());

    Validator.Finding finding =
        Validator.ofPython("python").run(ARCHIVE.toAbsolutePath(), script.toString());

    assertThat(finding).isEqualTo(new Validator.Finding(0, snippet.prints()));
  }

  @Test
  void everySnippetIsTried() {
    Matcher code = Pattern.compile("```python\n").matcher(document());
    assertThat(snippets()).hasSameSizeAs(code.results().toList()).hasSizeGreaterThan(3);
  }

  private static String document() {
    try {
      return Files.readString(Path.of("docs/analysis.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wholetale.recordedrun.api.Recording;

class KernelProgramTest {

  @ParameterizedTest
  @CsvSource({
    "false, false, false, false, false",
    "true, true, false, false, false",
    "true, false, false, true, false",
    "true, true, true, true, true",
    "false, true, false, true, true",
    "false, false, true, false, false"
  })
  void everyProgramEndsOnceAndClearsEachOfItsMaps(
      boolean exits, boolean files, boolean bytes, boolean network, boolean socketLengths) {
    Recording recording =
        new Recording(
            exits, files, bytes, null, network, network ? List.of("PATH") : null, null, null, null);
    String text =
        KernelProgram.of(recording, new KernelFeatures(socketLengths, files, files, files)).text();
    String end = text.substring(text.indexOf("\nEND\n"));

    assertThat(text).containsOnlyOnce("\nEND\n");
    assertThat(matches("clear\\((@\\w+)\\)", end)).isEqualTo(matches("(@\\w+)", text));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void whatTheKernelDoesNotHaveIsNotRead(boolean ioAccounting, boolean fileReferences) {
    String text =
        KernelProgram.of(
                Recording.DEFAULT, new KernelFeatures(true, true, ioAccounting, fileReferences))
            .text();

    assertThat(text.contains("->ioac.")).isEqualTo(ioAccounting);
    assertThat(text.contains("->f_ref.")).isEqualTo(fileReferences);
    assertThat(text.contains("->f_count.")).isEqualTo(!fileReferences);
  }

  /**
   * bpftrace 0.17 calls a program by its tracepoint and a number, which counts the tracepoints of
   * all rows that read the same; of two programs of one name neither loads.
   */
  @Test
  void noTwoProgramsHaveOneName() {
    Recording everything =
        new Recording(true, true, true, true, true, List.of("PATH"), null, null, null);
    String text = KernelProgram.of(everything, new KernelFeatures(true, true, true, true)).text();
    Map<String, Integer> numbers = new HashMap<>();

    List<String> names =
        Pattern.compile("(?:^tracepoint:[\\w:]+(?:,(?: // x86-64)?)?\\n)+", Pattern.MULTILINE)
            .matcher(text)
            .results()
            .map(MatchResult::group)
            .flatMap(row ->
                row.lines()
                    .map(line -> line.replaceAll(",.*", "") + numbers.merge(row, 1, Integer::sum)))
            .toList();

    assertThat(names).hasSizeGreaterThan(50).doesNotHaveDuplicates();
  }

  private static Set<String> matches(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toSet());
  }
}

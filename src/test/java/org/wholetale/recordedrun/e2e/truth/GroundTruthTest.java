package org.wholetale.recordedrun.e2e.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wholetale.recordedrun.Provenance;
import org.wholetale.recordedrun.e2e.Recordedrun;
import org.wholetale.recordedrun.e2e.Recording;

/**
 * Real programs are run twice, once recorded and once under strace: which programs ran, with which
 * arguments and where, which files each of them read and wrote, and what it did to names, is the
 * same.
 */
@Tag("truth")
@Execution(ExecutionMode.CONCURRENT)
class GroundTruthTest {

  @TempDir Path temporary;

  @ParameterizedTest
  @EnumSource
  void whatIsRecordedIsWhatStraceSees(RealProgram program) throws Exception {
    Path parent = temporary.toRealPath();
    Path directory = Files.createDirectory(parent.resolve("recorder"));
    TaleFolder folder = TaleFolder.prepare(program, parent);

    folder.reset();
    Recording recording = Recordedrun.in(directory).record(folder.command().toArray(String[]::new));
    assertThat(recording.command().exitCode()).as(recording.command().err()).isZero();
    assertThat(recording.manifest().trace().complete()).isTrue();
    new Provenance(recording.archive()).mustBeValid();

    folder.reset();
    List<StraceCall> calls = Strace.of(directory, parent.resolve("strace"), folder.command());

    Comparison comparison =
        Comparison.of(
            RecordedDeeds.of(recording.events()),
            StraceDeeds.of(directory, calls),
            program.differences());
    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.met()).isEqualTo(program.differences());
  }
}

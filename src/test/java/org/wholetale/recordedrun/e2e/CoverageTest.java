package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wholetale.recordedrun.Crate;
import org.wholetale.recordedrun.Provenance;
import org.wholetale.recordedrun.api.GeneratedFile;

/**
 * Everything that a tale may do, each by a program that does that alone: what the trace has of it.
 */
@Execution(ExecutionMode.CONCURRENT)
class CoverageTest {

  @TempDir static Path folder;
  private static Recording recording;
  private static Map<String, List<String>> seen;

  @BeforeAll
  static void recordAllSituations() throws Exception {
    Path root = Files.createDirectory(folder.toRealPath().resolve("root"));
    CompiledProgram.of("situations", root);
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "cd \"$0\"; for one; do mkdir $one; (cd $one; exec ../situations $one); done; sleep 0.2",
                root.toString()));
    Coverage.situations().map(Situation::name).forEach(command::add);
    recording = Recordedrun.in(folder).recordWithNetwork(command.toArray(String[]::new));
    seen = new SituationEvents(root).of(recording.events());
  }

  @Test
  void theRecordingIsWhole() {
    assertThat(recording.command().exitCode()).as(recording.command().err()).isZero();
    assertThat(recording.manifest().trace().complete()).isTrue();
    assertThat(recording.manifest().trace().coverage()).isEmpty();
    assertThat(recording.verification().problems()).isEmpty();
  }

  @Test
  void itsArchiveIsAValidCrate() throws Exception {
    new Crate(recording.archive()).mustBeValid(folder);
  }

  @Test
  void othersReadItsTriplesAndItsProv() throws Exception {
    new Provenance(recording.archive()).mustBeValid();
  }

  @ParameterizedTest
  @MethodSource("org.wholetale.recordedrun.e2e.Coverage#situations")
  void whatIsDoneIsInTheTrace(Situation situation) {
    assertThat(seen.get(situation.name())).isEqualTo(situation.seen());
  }

  @Test
  void theDocumentationSaysWhatIsSeen() {
    new GeneratedFile(Path.of("docs/coverage.md")).mustBe(Coverage.document());
  }
}

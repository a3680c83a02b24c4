package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;

/** The environment variables that were asked for are in the trace, and no others. */
@Execution(ExecutionMode.CONCURRENT)
class EnvironmentTest {

  private static final List<String> ASKED_FOR =
      Stream.of("GREETING", "API_TOKEN", "EMPTY", "NOT_SET")
          .flatMap(name -> Stream.of("--environment", name))
          .toList();

  @TempDir Path folder;

  @Test
  void eachProgramHasThoseThatWereAskedForAndAreSet() throws Exception {
    Recording recording =
        Recordedrun.in(folder)
            .with(Map.of("GREETING", "for the shell"))
            .record(
                Stream.concat(Stream.of("--no-files"), ASKED_FOR.stream()).toList(),
                "sh",
                "-c",
                "exec env -i OTHER=hidden GREETING='hello, world' API_TOKEN=x EMPTY= sh -c :");

    assertThat(recording.command().exitCode()).as(recording.command().err()).isZero();
    List<Event.Exec> execs = recording.events(Event.Exec.class);
    assertThat(execs.getFirst().environment())
        .containsEntry("GREETING", ByteString.of("for the shell"));
    assertThat(execs.getLast().environment())
        .isEqualTo(
            Map.of(
                "GREETING", ByteString.of("hello, world"),
                "API_TOKEN", ByteString.of("[redacted]"),
                "EMPTY", ByteString.EMPTY));
    assertThat(execs.getLast().redacted()).isTrue();
    assertThat(execs.getLast().truncated()).isFalse();
    assertThat(recording.manifest().recorder().probes()).contains("environment");
  }

  @Test
  void aNameThatIsNoneIsRefused() throws Exception {
    Recordedrun.Ended ended =
        Recordedrun.in(folder).run("record", "--environment", "A=b", "--", "true");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("--environment takes a name, and 'A=b' does not match");
  }
}

package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;

/**
 * Nothing of a command runs before it is recorded, however short it is. Every fifth time files are
 * recorded too; {@code -Drepetitions=50} tries longer.
 */
@Execution(ExecutionMode.CONCURRENT)
class FirstEventTest {

  @TempDir static Path folder;
  private static Path brief = Path.of("");

  static IntStream repetitions() {
    return IntStream.range(0, Integer.getInteger("repetitions", 10));
  }

  @BeforeAll
  static void compile() throws IOException, InterruptedException {
    brief = CompiledProgram.of("brief", folder);
  }

  @ParameterizedTest
  @MethodSource("repetitions")
  void theFirstEventIsTheExecOfTheCommandWithItsArguments(int number)
      throws IOException, InterruptedException {
    Path own = Files.createDirectory(folder.resolve("run-" + number));

    String[] command = {brief.toString(), "number", Integer.toString(number), ""};
    Recordedrun recordedrun = Recordedrun.in(own);
    Recording recording =
        number % 5 == 0 ? recordedrun.record(command) : recordedrun.recordProcesses(command);

    assertThat(recording.events().getFirst())
        .asInstanceOf(type(Event.Exec.class))
        .satisfies(exec -> {
          assertThat(exec.path()).hasToString(brief.toRealPath().toString());
          assertThat(exec.cwd()).hasToString(own.toRealPath().toString());
          assertThat(exec.argv().stream().map(ByteString::toString)).isEqualTo(List.of(command));
        });
    assertThat(recording.events().getLast())
        .asInstanceOf(type(Event.Exit.class))
        .extracting(Event.Exit::code)
        .isEqualTo(7);
    assertThat(recording.manifest().trace().complete()).isTrue();
    assertThat(recording.command().exitCode()).isEqualTo(7);
  }
}

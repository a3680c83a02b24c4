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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;

/**
 * Nothing of a command runs before it is recorded, however short it is. {@code -Drepetitions=50}
 * tries longer.
 */
class FirstEventTest {

  @TempDir static Path folder;
  private static Path brief = Path.of("");

  static IntStream repetitions() {
    return IntStream.range(0, Integer.getInteger("repetitions", 5));
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

    Recording recording =
        Recordedrun.in(own).record(brief.toString(), "number", Integer.toString(number), "");

    assertThat(recording.events().getFirst())
        .asInstanceOf(type(Event.Exec.class))
        .satisfies(exec -> {
          assertThat(exec.path()).hasToString(brief.toRealPath().toString());
          assertThat(exec.cwd()).hasToString(own.toRealPath().toString());
          assertThat(exec.argv().stream().map(ByteString::toString))
              .isEqualTo(List.of(brief.toString(), "number", Integer.toString(number), ""));
        });
    assertThat(recording.events().getLast())
        .asInstanceOf(type(Event.Exit.class))
        .extracting(Event.Exit::code)
        .isEqualTo(7);
    assertThat(recording.manifest().trace().complete()).isTrue();
    assertThat(recording.command().exitCode()).isEqualTo(7);
  }
}

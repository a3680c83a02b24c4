package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerfEventsTest {

  private static final String PROGRAM =
      """
      BEGIN { printf("begun\\n"); }
      tracepoint:syscalls:sys_enter_setpriority { @calls = count(); }
      tracepoint:syscalls:sys_exit_setpriority { @calls = count(); }
      interval:ms:100 { printf("on time\\n"); }
      """;

  @Test
  void programsGoOnWithoutTheirEvents() throws Exception {
    Process bpftrace = new ProcessBuilder("bpftrace", "-e", PROGRAM).start();
    try (BufferedReader out = bpftrace.inputReader()) {
      awaitLine(out, "begun");

      assertThat(PerfEvents.disable(bpftrace.pid())).isEqualTo(2);

      assertThat(
              new ProcessBuilder("renice", "-n", "0", "-p", Long.toString(bpftrace.pid()))
                  .start()
                  .waitFor())
          .isZero();
      awaitLine(out, "on time");
      bpftrace.destroy();
      assertThat(out.lines()).anyMatch(line -> line.matches("@calls: [1-9]\\d*"));
    } finally {
      bpftrace.destroyForcibly();
    }
  }

  @Test
  void aProcessThatIsGoneHasNone() throws Exception {
    Process gone = new ProcessBuilder(List.of("true")).start();
    gone.waitFor();

    assertThat(PerfEvents.disable(gone.pid())).isZero();
  }

  private static void awaitLine(BufferedReader out, String wanted) throws IOException {
    for (String line = out.readLine(); !wanted.equals(line); line = out.readLine()) {
      assertThat(line).as("bpftrace ended").isNotNull();
    }
  }
}

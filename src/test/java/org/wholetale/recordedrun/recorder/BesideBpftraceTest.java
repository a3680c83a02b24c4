package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is done with a bpftrace from beside it. */
class BesideBpftraceTest {

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

      String pid = Long.toString(bpftrace.pid());
      run("renice", "-n", "0", "-p", pid);
      awaitLine(out, "on time");
      run("kill", "-INT", pid);
      assertThat(out.lines()).anyMatch(line -> line.matches("@calls: [1-9]\\d*"));
    } finally {
      bpftrace.destroyForcibly();
    }
  }

  @Test
  void theLinesThatItsProbesCountAreReadBesideIt() throws Exception {
    String program =
        "BEGIN { @n[0] = (uint64)40; @n[3] = (uint64)2; @other = 7; printf(\"begun\\n\"); }";
    Process bpftrace = new ProcessBuilder("bpftrace", "-e", program).start();
    try (BufferedReader out = bpftrace.inputReader()) {
      awaitLine(out, "begun");

      try (LineCounters counters = LineCounters.of(bpftrace.pid())) {
        assertThat(Objects.requireNonNull(counters).read()).isEqualTo(42);
      }
    } finally {
      bpftrace.destroyForcibly();
    }
  }

  @Test
  void aProcessThatIsGoneHasNone() throws Exception {
    Process gone = new ProcessBuilder(List.of("true")).start();
    gone.waitFor();

    assertThat(PerfEvents.disable(gone.pid())).isZero();
    assertThat(LineCounters.of(gone.pid())).isNull();
  }

  private static void run(String... command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }

  private static void awaitLine(BufferedReader out, String wanted) throws IOException {
    for (String line = out.readLine(); !wanted.equals(line); line = out.readLine()) {
      assertThat(line).as("bpftrace ended").isNotNull();
    }
  }
}

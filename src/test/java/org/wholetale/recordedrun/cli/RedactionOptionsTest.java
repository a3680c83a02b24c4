package org.wholetale.recordedrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.Redaction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class RedactionOptionsTest {

  private final StringWriter messages = new StringWriter();
  private @Nullable Redaction redaction;

  @Command(name = "redact")
  private final class Redact implements Runnable {
    @Mixin private RedactionOptions options = new RedactionOptions();

    @Override
    public void run() {
      redaction = options.toRedaction();
    }
  }

  @Test
  void theyComeToWhatAResourceWouldSay() {
    assertThat(run()).isZero();
    assertThat(redaction).isEqualTo(new Redaction(true, List.of(), List.of()));

    assertThat(run("--no-default-redaction", "--redact-name=db-pass", "--redact-value", "hunter2"))
        .isZero();
    assertThat(redaction).isEqualTo(new Redaction(false, List.of("db-pass"), List.of("hunter2")));
  }

  @Test
  void whatAResourceWouldBeRefusedForIsRefusedAndAValueNotRepeated() {
    assertThat(run("--redact-name", "db pass")).isEqualTo(2);
    assertThat(messages.toString()).contains("--redact-name 'db pass' does not match");

    assertThat(run("--redact-value", "pw1")).isEqualTo(2);
    assertThat(messages.toString()).contains("--redact-value takes 4 characters or more");
    assertThat(messages.toString()).doesNotContain("pw1");
  }

  private int run(String... arguments) {
    return new CommandLine(new Redact()).setErr(new PrintWriter(messages, true)).execute(arguments);
  }
}

package org.wholetale.recordedrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recordedrun completion}: what makes a shell complete the commands. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Print a script by which a shell completes commands, options and runs' names.",
      "For bash: source <(recordedrun completion bash); for zsh the same, after compinit."
    })
final class CompletionCommand implements Callable<Integer> {

  /** A shell that has a script. */
  enum Shell {
    BASH,
    ZSH;

    private String script() throws IOException {
      String name = "completion." + this;
      try (InputStream in = CompletionCommand.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IOException("this build lacks the script %s: build it anew".formatted(name));
        }
        return new String(in.readAllBytes(), UTF_8);
      }
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.BASH;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.print(shell.script());
    out.flush();
    return 0;
  }
}

package org.wholetale.recordedrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wholetale.recordedrun.api.Author;
import org.wholetale.recordedrun.api.TaleDescription;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class TaleOptionsTest {

  private final StringWriter messages = new StringWriter();
  private @Nullable TaleDescription told;

  @Command(name = "tell")
  private final class Tell implements Runnable {
    @Mixin private TaleOptions options = new TaleOptions();

    @Override
    public void run() {
      told = options.toDescription();
    }
  }

  @Test
  void theyComeToWhatAResourceWouldSay() {
    assertThat(
            run(
                "--title=Hello",
                "--description",
                "Says hello.",
                "--license=CC-BY-4.0",
                "--author=Ada Lovelace",
                "--author",
                "Josiah Carberry <https://orcid.org/0000-0002-1825-0097>",
                "--author=Nobody<0000-0002-1694-233X>"))
        .isZero();
    assertThat(told)
        .isEqualTo(
            new TaleDescription(
                null,
                null,
                null,
                "Hello",
                "Says hello.",
                "CC-BY-4.0",
                List.of(
                    new Author("Ada Lovelace", null),
                    new Author("Josiah Carberry", "0000-0002-1825-0097"),
                    new Author("Nobody", "0000-0002-1694-233X"))));
  }

  @Test
  void withoutAnyNothingIsTold() {
    assertThat(run()).isZero();
    assertThat(told).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "--author=<0000-0002-1825-0097>, '<0000-0002-1825-0097>' is neither",
        "--author=Ada <ada@example.org>, 'ada@example.org' is none",
        "--author=Ada <, 'Ada <' is neither",
        "--license=<free>, '<free>' is none",
      })
  void whatAResourceCouldNotSayIsRefusedByName(String option, String why) {
    assertThat(run(option)).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(messages.toString()).contains(option.substring(0, option.indexOf('=')), why);
  }

  private int run(String... arguments) {
    return new CommandLine(new Tell()).setErr(new PrintWriter(messages, true)).execute(arguments);
  }
}

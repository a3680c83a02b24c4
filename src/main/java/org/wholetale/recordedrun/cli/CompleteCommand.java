package org.wholetale.recordedrun.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What may stand where a user pressed the tabulator: a line each, then a directive, as kubectl asks
 * {@code kubectl_complete-recordedrun} for it and as the scripts of {@link CompletionCommand} do.
 *
 * @see "github.com/spf13/cobra, site/content/completions"
 */
@Command(
    name = CompleteCommand.NAME,
    hidden = true,
    description = "Says what a command line may go on with.")
final class CompleteCommand implements Callable<Integer> {

  static final String NAME = "__complete";

  /** Files, where there is no candidate; and no files either way. */
  private static final String FILES = ":0";

  private static final String NO_FILES = ":4";

  @Parameters(
      arity = "1..*",
      paramLabel = "WORD",
      description = "The words so far, of which the last, often empty, is not finished.")
  private List<String> words = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** The options of whatever command it is going to be, those of a cluster at least. */
  @Command
  private static final class AnyCommand {
    @Mixin private final ClusterOptions cluster = new ClusterOptions();
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    CommandSpec command = command();
    OptionSpec option = openOption(command);
    Stream<String> candidates =
        option == null && takesRun(command) && !isOption(last()) && !isFileOfRun(command)
            ? Stream.concat(known(), runs())
            : known();
    candidates.filter(each -> each.startsWith(last())).distinct().sorted().forEach(out::println);
    boolean files = takesFile(command, option) && (option != null || !isFileOfRun(command));
    out.println(files ? FILES : NO_FILES);
    out.flush();
    return 0;
  }

  private String last() {
    return words.getLast();
  }

  /** The command that the line has come to. */
  private CommandSpec command() {
    CommandSpec command = spec.root();
    for (String word : words.subList(0, words.size() - 1)) {
      CommandLine next = command.subcommands().get(word);
      if (next != null) {
        command = next.getCommandSpec();
      }
    }
    return command;
  }

  /** The option whose value the last word is going to be; null where it is none. */
  private @Nullable OptionSpec openOption(CommandSpec command) {
    OptionSpec option = words.size() < 2 ? null : command.findOption(words.get(words.size() - 2));
    return option != null && option.arity().max() > 0 ? option : null;
  }

  /** What the commands' own model says: commands, options, and values that are known. */
  private Stream<String> known() {
    List<CharSequence> rests = new ArrayList<>();
    AutoComplete.complete(
        spec.root(),
        words.toArray(String[]::new),
        words.size() - 1,
        last().length(),
        last().length(),
        rests);
    return rests.stream()
        .map(rest -> last() + rest)
        .filter(candidate -> isOption(last()) || !isOption(candidate));
  }

  /** Nothing where the cluster gives no answer: this is no place to complain. */
  private Stream<String> runs() {
    AnyCommand any = new AnyCommand();
    try {
      new CommandLine(any)
          .setUnmatchedArgumentsAllowed(true)
          .parseArgs(words.subList(0, words.size() - 1).toArray(String[]::new));
      try (ClusterRuns runs = any.cluster.connect()) {
        return runs.names().stream();
      }
    } catch (IOException | CommandLine.ParameterException e) {
      return Stream.empty();
    }
  }

  private static boolean isOption(String word) {
    return word.startsWith("-");
  }

  private static boolean takesRun(CommandSpec command) {
    return command.mixins().values().stream()
        .anyMatch(mixin -> mixin.userObject() instanceof ClusterOptions || takesRun(mixin));
  }

  /** Whether the last word is going to be a file of a run, of which nothing is known here. */
  private boolean isFileOfRun(CommandSpec command) {
    int position = 0;
    boolean isValue = false;
    for (String word : words.subList(words.indexOf(command.name()) + 1, words.size() - 1)) {
      OptionSpec option = isValue ? null : command.findOption(word);
      if (!isValue && !isOption(word)) {
        position++;
      }
      isValue = option != null && option.arity().max() > 0;
    }
    int index = position;
    return command.positionalParameters().stream()
        .anyMatch(
            each -> each.index().contains(index) && each.paramLabel().equals(LineageCommand.FILE));
  }

  /** An option's value is a file where its type says so; what else a command takes mostly is. */
  private static boolean takesFile(CommandSpec command, @Nullable OptionSpec option) {
    return option == null
        ? command.positionalParameters().stream()
            .anyMatch(each -> !each.paramLabel().equals(CancelCommand.RUN))
        : option.type() == Path.class || option.type() == File.class;
  }
}

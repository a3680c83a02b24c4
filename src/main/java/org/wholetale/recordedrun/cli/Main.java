package org.wholetale.recordedrun.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "recordedrun",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Runs a tale once and keeps the evidence.",
    subcommands = {
      LocalCommand.class,
      RecordCommand.class,
      OperatorCommand.class,
      RecorderCommand.class,
      PrepareCommand.class,
      VerifyCommand.class,
      LogCommand.class,
      OutputCommand.class,
      ExportCommand.class,
      InputsCommand.class,
      OutputsCommand.class,
      WhyCommand.class,
      ImpactCommand.class,
      UndeclaredCommand.class,
      UnusedCommand.class,
      TimelineCommand.class,
      CostCommand.class,
      DiffCommand.class,
      ReportCommand.class,
      ArchiveCommand.class,
      RecoverCommand.class,
      CancelCommand.class,
      CompletionCommand.class,
      CompleteCommand.class,
      RehearseCommand.class
    })
public final class Main {

  private Main() {}

  /** Runs the command that the arguments name, and exits with its code. */
  public static void main(String... arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Problems())
        .setUnmatchedOptionsArePositionalParams(false);
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"recordedrun " + (version == null ? "development" : version)};
    }
  }
}

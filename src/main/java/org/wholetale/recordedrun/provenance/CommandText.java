package org.wholetale.recordedrun.provenance;

import java.util.stream.Collectors;
import org.wholetale.recordedrun.trace.Event;

/** What processes executed, as a shell would take it, on one line. */
public final class CommandText {

  private CommandText() {}

  /** All that a process executed, one after another; of a copy whose it is. */
  public static String of(TracedProcess process) {
    if (process.executions().isEmpty()) {
      Event.Exec inherited = process.inherited();
      return "(fork of %s)".formatted(inherited == null ? "?" : ProgramNames.of(inherited));
    }
    return process.executions().stream().map(CommandText::of).collect(Collectors.joining(" -> "));
  }

  /** The command line of one exec. */
  public static String of(Event.Exec exec) {
    String line =
        exec.argv().isEmpty() ? ProgramNames.of(exec) : ShellText.commandLine(exec.argv());
    return exec.truncated() ? line + " (truncated)" : line;
  }

  /** The programs that a process executed, by their names alone. */
  public static String programs(TracedProcess process) {
    if (process.executions().isEmpty()) {
      return of(process);
    }
    return process.executions().stream()
        .map(ProgramNames::of)
        .distinct()
        .collect(Collectors.joining(" -> "));
  }
}

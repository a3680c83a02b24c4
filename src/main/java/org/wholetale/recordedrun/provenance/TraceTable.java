package org.wholetale.recordedrun.provenance;

import java.util.Locale;
import java.util.Optional;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.OpenFlags;

/**
 * A trace as lines of text, one an event: when, what, which process, its program, and the rest.
 * Remembers nothing but the live processes.
 */
public final class TraceTable {

  private static final String ROW = "%-12s %-11s %-8s %-16s %s";

  private final boolean files;
  private final ProgramNames programs = new ProgramNames();

  /**
   * @param files whether files and failed execs are to be shown too; starts, execs, exits, sockets
   *     and gaps always are
   */
  public TraceTable(boolean files) {
    this.files = files;
  }

  /** The first line. */
  public String header() {
    return ROW.formatted("TIME(us)", "EVENT", "PROCESS", "PROGRAM-NAME", "DETAILS");
  }

  /** The line of the next event; empty where it is not to be shown. */
  public Optional<String> row(Event event) {
    return switch (event) {
      case Event.Gap e -> Optional.of(gap(e));
      case Event.OfProcess e -> {
        String program = programs.accept(e);
        yield files || isAlwaysShown(e)
            ? Optional.of(
                row(
                    e,
                    Integer.toString(e.process().pid()),
                    program,
                    details(e) + (e.truncated() ? " (truncated)" : "")))
            : Optional.empty();
      }
    };
  }

  private static boolean isAlwaysShown(Event.OfProcess event) {
    return event instanceof Event.Fork
        || event instanceof Event.Exec
        || event instanceof Event.Exit
        || event instanceof Event.IoUring
        || event instanceof Event.OfSocket;
  }

  private static String row(Event event, String process, String program, String details) {
    return ROW.formatted(micros(event.time()), name(event), process, program, details);
  }

  private static String gap(Event.Gap gap) {
    return row(
        gap,
        "-",
        "-",
        "from=%d to=%d lost=%s cause=%s"
            .formatted(
                micros(gap.from()),
                micros(gap.to()),
                gap.lost() == null ? "unknown" : gap.lost(),
                ShellText.quote(ByteString.of(gap.cause()))));
  }

  private static long micros(long nanos) {
    return Math.floorDiv(nanos, 1000L);
  }

  private static String name(Event event) {
    return switch (event) {
      case Event.Fork e -> "start";
      case Event.Exec e -> "exec";
      case Event.ExecFailed e -> "exec-failed";
      case Event.Exit e -> "exit";
      case Event.Open e -> "open";
      case Event.Close e -> "close";
      case Event.Rename e -> "rename";
      case Event.Link e -> "link";
      case Event.Symlink e -> "symlink";
      case Event.Mkdir e -> "mkdir";
      case Event.Mknod e -> "mknod";
      case Event.Truncate e -> "truncate";
      case Event.Unlink e -> "unlink";
      case Event.Transfer e -> "transfer";
      case Event.IoUring e -> "io-uring";
      case Event.OfSocket e -> SocketText.name(e);
      case Event.Gap e -> "gap";
    };
  }

  private static String flags(OpenFlags flags) {
    return (flags.created() ? " created" : "")
        + (flags.emptied() ? " emptied" : "")
        + (flags.append() ? " append" : "");
  }

  private static String details(Event.OfProcess event) {
    return switch (event) {
      case Event.Fork e -> "child=" + e.child();
      case Event.Exec e -> "argv=" + ShellText.commandLine(e.argv());
      case Event.ExecFailed e ->
          "errno=%d path=%s argv=%s"
              .formatted(e.errno(), ShellText.quote(e.path()), ShellText.commandLine(e.argv()));
      case Event.Exit e -> e.signal() == null ? "code=" + e.code() : "signal=" + e.signal();
      case Event.Open e ->
          "mode=%s%s path=%s"
              .formatted(e.mode().text(), flags(e.flags()), ShellText.quote(e.path()));
      case Event.Close e ->
          "%spath=%s".formatted(e.stillOpen() ? "still-open " : "", ShellText.quote(e.path()));
      case Event.Rename e ->
          "%sfrom=%s to=%s"
              .formatted(
                  e.exchange() ? "exchange " : "",
                  ShellText.quote(e.from()),
                  ShellText.quote(e.to()));
      case Event.Link e ->
          "from=%s to=%s".formatted(ShellText.quote(e.from()), ShellText.quote(e.to()));
      case Event.Symlink e ->
          "path=%s target=%s".formatted(ShellText.quote(e.path()), ShellText.quote(e.target()));
      case Event.Mkdir e -> "path=" + ShellText.quote(e.path());
      case Event.Mknod e -> "path=" + ShellText.quote(e.path());
      case Event.Truncate e -> "path=" + ShellText.quote(e.path());
      case Event.Unlink e -> "path=" + ShellText.quote(e.path());
      case Event.Transfer e ->
          "%s dev=%s ino=%s read=%d written=%d"
              .formatted(
                  e.kind().name().toLowerCase(Locale.ROOT),
                  e.file().device(),
                  e.file().inodeText(),
                  e.read(),
                  e.written());
      case Event.IoUring e -> "reads and writes through it are not seen";
      case Event.OfSocket e -> SocketText.details(e);
    };
  }
}

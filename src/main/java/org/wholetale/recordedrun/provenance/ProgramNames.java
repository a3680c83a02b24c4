package org.wholetale.recordedrun.provenance;

import java.util.HashMap;
import java.util.Map;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;

/** Which program each live process executes, as events pass. */
public final class ProgramNames {

  /** Of a process whose exec is not in the trace. */
  private static final String UNKNOWN = "?";

  private static final ByteString DESCRIPTOR = ByteString.of("/dev/fd/");

  private final Map<Integer, String> byPid = new HashMap<>();

  /**
   * Takes the next event.
   *
   * @return the program of the process that caused it; of an exec the new one
   */
  String accept(Event.OfProcess event) {
    int pid = event.process().pid();
    return switch (event) {
      case Event.Fork e -> {
        String name = byPid.getOrDefault(pid, UNKNOWN);
        byPid.put(e.child(), name);
        yield name;
      }
      case Event.Exec e -> {
        String name = of(e);
        byPid.put(pid, name);
        yield name;
      }
      case Event.Exit e -> {
        String name = byPid.remove(pid);
        yield name == null ? UNKNOWN : name;
      }
      default -> byPid.getOrDefault(pid, UNKNOWN);
    };
  }

  /**
   * The base name of what was executed, fit to be shown: of a script the script's, of a program
   * executed by a descriptor that of its file.
   */
  public static String of(Event.Exec exec) {
    ByteString file = exec.file();
    return ShellText.quote(
        baseName(file.isEmpty() || file.startsWith(DESCRIPTOR) ? exec.path() : file));
  }

  private static ByteString baseName(ByteString path) {
    int from = path.length();
    while (from > 0 && path.byteAt(from - 1) != '/') {
      from--;
    }
    return path.substring(from, path.length());
  }
}

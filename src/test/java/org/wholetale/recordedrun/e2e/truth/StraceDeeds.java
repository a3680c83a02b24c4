package org.wholetale.recordedrun.e2e.truth;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wholetale.recordedrun.trace.AccessMode;

/** What the programs of a run did, as strace tells it. */
final class StraceDeeds {

  private static final Pattern ACCESS = Pattern.compile("\\bO_(RDONLY|WRONLY|RDWR)\\b");

  /** What the threads of a process share. */
  private static final class Tracee {
    private Execution execution;
    private String directory;

    Tracee(Execution execution, String directory) {
      this.execution = execution;
      this.directory = directory;
    }

    String absolute(String name) {
      return Path.of(directory).resolve(name).normalize().toString();
    }
  }

  private final Map<Integer, Tracee> tracees = new HashMap<>();
  private final Deeds deeds = new Deeds();
  private final Path directory;

  private StraceDeeds(Path directory) {
    this.directory = directory;
  }

  /**
   * @param directory the first process's working directory
   */
  static Deeds of(Path directory, List<StraceCall> calls) {
    StraceDeeds seen = new StraceDeeds(directory);
    calls.forEach(seen::read);
    return seen.deeds;
  }

  private void read(StraceCall call) {
    Tracee tracee =
        tracees.computeIfAbsent(
            call.thread(), t -> new Tracee(Execution.none(), directory.toString()));
    if (call.succeeded()) {
      read(call, tracee);
    } else if (call.failed() && call.name().equals("execve")) {
      deeds.add(Deed.failedToExecute(tracee.execution.program(), tracee.absolute(call.text(0))));
    }
  }

  private void read(StraceCall call, Tracee tracee) {
    String by = tracee.execution.program();
    switch (call.name()) {
      case "fork", "vfork", "clone", "clone3" -> begin(call, tracee);
      case "chdir" -> tracee.directory = tracee.absolute(call.text(0));
      case "fchdir" -> tracee.directory = call.descriptor(0);
      case "execve" -> execute(call, tracee);
      case "open" -> open(tracee.execution, call, call.arguments().get(1));
      case "openat", "openat2" -> open(tracee.execution, call, call.arguments().get(2));
      case "creat" -> deeds.addOpen(tracee.execution, AccessMode.WRITE, call.opened());
      case "rename" -> deeds.add(Deed.renamed(by, name(call, tracee, 0), name(call, tracee, 1)));
      case "renameat", "renameat2" -> deeds.add(Deed.renamed(by, nameAt(call, 0), nameAt(call, 2)));
      case "link" -> deeds.add(Deed.linked(by, name(call, tracee, 0), name(call, tracee, 1)));
      case "linkat" -> deeds.add(Deed.linked(by, nameAt(call, 0), nameAt(call, 2)));
      case "symlink" -> deeds.add(Deed.madeSymlink(by, name(call, tracee, 1), call.text(0)));
      case "symlinkat" -> deeds.add(Deed.madeSymlink(by, nameAt(call, 1), call.text(0)));
      case "mkdir" -> deeds.add(Deed.madeFolder(by, name(call, tracee, 0)));
      case "mkdirat" -> deeds.add(Deed.madeFolder(by, nameAt(call, 0)));
      case "mknod" -> deeds.add(Deed.madeNode(by, name(call, tracee, 0)));
      case "mknodat" -> deeds.add(Deed.madeNode(by, nameAt(call, 0)));
      case "truncate" -> deeds.add(Deed.cut(by, name(call, tracee, 0)));
      case "unlink", "rmdir" -> deeds.add(Deed.removed(by, name(call, tracee, 0)));
      case "unlinkat" -> deeds.add(Deed.removed(by, nameAt(call, 0)));
      default -> throw new IllegalArgumentException("what does it do: " + call);
    }
  }

  private void begin(StraceCall call, Tracee tracee) {
    boolean thread = call.arguments().toString().contains("CLONE_THREAD");
    tracees.put(
        call.number(), thread ? tracee : new Tracee(tracee.execution.forked(), tracee.directory));
  }

  private void execute(StraceCall call, Tracee tracee) {
    LoadedProgram loaded = LoadedProgram.of(tracee.directory, call.text(0), call.texts(1));
    deeds.add(
        Deed.executed(
            tracee.execution.program(),
            loaded.path(),
            call.text(0),
            tracee.directory,
            loaded.argv()));
    tracee.execution = new Execution(loaded.path());
  }

  private void open(Execution by, StraceCall call, String flags) {
    // what is opened by O_PATH can neither be read nor written
    if (flags.contains("O_PATH")) {
      return;
    }
    Matcher access = ACCESS.matcher(flags);
    if (!access.find()) {
      throw new IllegalArgumentException("how is it opened: " + call);
    }
    AccessMode mode =
        switch (access.group(1)) {
          case "RDONLY" -> AccessMode.READ;
          case "WRONLY" -> AccessMode.WRITE;
          default -> AccessMode.READ_WRITE;
        };
    deeds.addOpen(by, mode, call.opened());
  }

  private static String name(StraceCall call, Tracee tracee, int argument) {
    return tracee.absolute(call.text(argument));
  }

  /** A name that follows the descriptor of the folder that it is relative to. */
  private static String nameAt(StraceCall call, int argument) {
    return Path.of(call.descriptor(argument))
        .resolve(call.text(argument + 1))
        .normalize()
        .toString();
  }
}

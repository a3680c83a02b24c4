package org.wholetale.recordedrun.recorder;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.recorder.KernelLine.Fields;
import org.wholetale.recordedrun.recorder.PathTable.Node;
import org.wholetale.recordedrun.recorder.PathTable.Resolved;
import org.wholetale.recordedrun.trace.AccessMode;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.Event.Stamp;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.FileKind;
import org.wholetale.recordedrun.trace.OpenFlags;
import org.wholetale.recordedrun.trace.ProcessId;
import org.wholetale.recordedrun.trace.ResourceUsage;
import org.wholetale.recordedrun.trace.UserId;

/**
 * Makes events of kernel lines, in order: joins the lines that belong together, turns nodes into
 * paths and the kernel's times into the trace's.
 *
 * @see "docs/kernel-lines.md"
 */
final class EventAssembler {

  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int EMPTIED = 0x200;
  private static final int APPEND = 0x400;
  private static final int CREATED = 0x100000;
  private static final int CORE = 0x80;
  private static final int REMEMBERED_EXITS = 4096;

  private final long traceStart;
  private final PathTable paths;
  private final CommandLines commandLines;
  private final TaleProcesses processes;
  private final Map<Integer, ByteArrayOutputStream> argumentsByThread = new HashMap<>();
  private final Map<Integer, List<ByteString>> failedArgumentsByThread = new HashMap<>();
  private final Map<Integer, OldName> oldNameByThread = new HashMap<>();
  private final Set<ProcessId> ended =
      Collections.newSetFromMap(new BoundedMap<>(REMEMBERED_EXITS));
  private final ProcessAccounts accounts = new ProcessAccounts();
  private final Environments environments;
  private final SocketLines sockets;

  /**
   * @param traceStart the trace's start, nanoseconds since boot
   * @param commandLines where the arguments are that the probe does not reach
   * @param processes those whose events are made
   */
  EventAssembler(
      long traceStart, PathTable paths, CommandLines commandLines, TaleProcesses processes) {
    this.traceStart = traceStart;
    this.paths = paths;
    this.commandLines = commandLines;
    this.processes = processes;
    this.environments = new Environments(commandLines);
    this.sockets = new SocketLines(paths);
  }

  /** The event that this line completes, if it does. */
  Optional<Event> accept(KernelLine line) {
    return isOfTale(line) ? Optional.ofNullable(event(line)) : Optional.empty();
  }

  private boolean isOfTale(KernelLine line) {
    Fields fields = line.open();
    return switch (line.kind()) {
      case 'D', 'A', 'T', 'G', 'N', 'J', 'P' -> true;
      case 'X' -> processes.executes(fields.nextInt(), groupOf(line));
      case 'F' -> processes.forks(fields.nextInt(), childOf(line));
      case 'Q' -> processes.exits(fields.nextInt());
      default -> processes.contains(fields.nextInt());
    };
  }

  /** The control group of a process that executes a program. */
  static long groupOf(KernelLine exec) {
    return exec.open().skip(3).nextLong();
  }

  private static int childOf(KernelLine fork) {
    return fork.open().skip(3).nextInt();
  }

  private @Nullable Event event(KernelLine line) {
    Fields fields = line.open();
    return switch (line.kind()) {
      case 'D' -> node(fields);
      case 'A' -> arguments(fields);
      case 'T' -> environment(fields);
      case 'G' -> failedArgument(fields);
      case 'N' -> oldName(fields);
      case 'F' -> new Event.Fork(stamp(line, fields), fields.nextInt());
      case 'X' -> exec(stamp(line, fields), fields);
      case 'E' -> execFailed(stamp(line, fields), fields);
      case 'W' -> threadEnd(stamp(line, fields), fields);
      case 'Q' -> exit(stamp(line, fields), fields);
      case 'O' -> open(stamp(line, fields), fields);
      case 'C' -> close(stamp(line, fields), fields);
      case 'R' -> onTwoNames(stamp(line, fields), fields);
      case 'U' -> onName(stamp(line, fields), fields);
      case 'I' -> new Event.IoUring(stamp(line, fields));
      case 'S' -> sockets.ofIp(stamp(line, fields), fields);
      case 'K' -> sockets.ofUnix(stamp(line, fields), fields);
      case 'Y' -> sockets.traffic(stamp(line, fields), fields);
      case 'P' -> sockets.lookup(sinceTraceStart(line.time()), fields);
      case 'J', 'L' -> {
        socketPart(line, fields);
        yield null;
      }
      default ->
          throw new IllegalArgumentException("a kernel line of unknown kind: " + line.kind());
    };
  }

  /** A line that the one of an event of a socket refers to. */
  private void socketPart(KernelLine line, Fields fields) {
    if (line.kind() == 'J') {
      sockets.address(fields);
    } else {
      sockets.asks(stamp(line, fields), fields);
    }
  }

  private Stamp stamp(KernelLine line, Fields fields) {
    int process = fields.nextInt();
    int thread = fields.nextInt();
    return new Stamp(
        sinceTraceStart(line.time()),
        line.cpu(),
        new ProcessId(process, sinceTraceStart(fields.nextLong())),
        thread);
  }

  /** A time since boot on the trace's clock. */
  long sinceTraceStart(long bootTime) {
    return bootTime - traceStart;
  }

  private static Node nodeOf(Fields fields) {
    long mount = fields.nextHex();
    return new Node(mount, fields.nextHex());
  }

  /** A base folder's node and a name below it. */
  private Resolved named(Fields fields) {
    Node base = nodeOf(fields);
    ByteString name = fields.rest();
    return paths.resolve(base).resolve(name, paths.isCut(name));
  }

  private @Nullable Event node(Fields fields) {
    Node node = nodeOf(fields);
    Node parent = nodeOf(fields);
    paths.put(node, parent, fields.rest());
    return null;
  }

  private @Nullable Event arguments(Fields fields) {
    ByteArrayOutputStream bytes =
        argumentsByThread.computeIfAbsent(fields.nextInt(), t -> new ByteArrayOutputStream());
    bytes.writeBytes(HexBytes.read(fields.rest()).toByteArray());
    return null;
  }

  private @Nullable Event environment(Fields fields) {
    environments.add(fields);
    return null;
  }

  private Event exec(Stamp at, Fields fields) {
    fields.skip(1);
    ProcessId parent = new ProcessId(fields.nextInt(), sinceTraceStart(fields.nextLong()));
    UserId user = new UserId((int) fields.nextLong(), (int) fields.nextLong());
    Resolved program = paths.resolve(nodeOf(fields));
    Resolved cwd = paths.resolve(nodeOf(fields));
    int size = fields.nextInt();
    accounts.execute(at.process(), fields.nextLong());
    ByteString file = fields.rest();
    ByteArrayOutputStream seen = argumentsByThread.remove(at.tid());
    byte[] bytes = seen == null ? new byte[0] : seen.toByteArray();
    boolean truncated = false;
    if (bytes.length != size) {
      // More than there are: some are of an exec whose own line was lost. They came first.
      byte[] beginning = bytes.length < size ? bytes : new byte[0];
      Optional<byte[]> all = commandLines.of(at.process().pid(), beginning, size);
      truncated = all.isEmpty();
      byte[] latest = Arrays.copyOfRange(bytes, Math.max(0, bytes.length - size), bytes.length);
      bytes = all.orElse(latest);
    }
    Environments.Chosen environment = environments.take(at.tid(), at.process().pid());
    truncated |= environment.truncated();
    return new Event.Exec(
        at,
        program.path(),
        file,
        split(bytes),
        truncated || program.truncated() || cwd.truncated() || paths.isCut(file),
        cwd.path(),
        parent,
        user,
        environment.variables(),
        false);
  }

  private static List<ByteString> split(byte[] bytes) {
    List<ByteString> arguments = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        arguments.add(ByteString.copyOf(bytes, from, i - from));
        from = i + 1;
      }
    }
    if (from < bytes.length) {
      arguments.add(ByteString.copyOf(bytes, from, bytes.length - from));
    }
    return arguments;
  }

  private @Nullable Event failedArgument(Fields fields) {
    failedArgumentsByThread
        .computeIfAbsent(fields.nextInt(), t -> new ArrayList<>())
        .add(fields.rest());
    return null;
  }

  private Event execFailed(Stamp at, Fields fields) {
    int errno = fields.nextInt();
    boolean more = fields.nextInt() != 0;
    Resolved path = named(fields);
    List<ByteString> argv = failedArgumentsByThread.remove(at.tid());
    argv = argv == null ? List.of() : argv;
    boolean truncated = more || path.truncated() || argv.stream().anyMatch(paths::isCut);
    return new Event.ExecFailed(at, path.path(), argv, truncated, errno, false);
  }

  private @Nullable Event threadEnd(Stamp at, Fields fields) {
    forgetThread(at.tid());
    accounts.endThread(at.process(), fields);
    return null;
  }

  private @Nullable Event exit(Stamp at, Fields fields) {
    int code = fields.nextInt();
    forgetThread(at.tid());
    if (!ended.add(at.process())) {
      return null;
    }
    int signal = code & 0x7f;
    ResourceUsage usage = accounts.endProcess(at.process(), fields);
    return signal == 0
        ? new Event.Exit(at, (code >> 8) & 0xff, null, false, usage)
        : new Event.Exit(at, null, signal, (code & CORE) != 0, usage);
  }

  private void forgetThread(int tid) {
    argumentsByThread.remove(tid);
    environments.forgetThread(tid);
    failedArgumentsByThread.remove(tid);
    oldNameByThread.remove(tid);
    sockets.forgetThread(tid);
  }

  private @Nullable Event open(Stamp at, Fields fields) {
    Node node = nodeOf(fields);
    int mode = (int) fields.nextHex();
    int inodeMode = (int) fields.nextHex();
    FileId file = fileOf(fields);
    Node parent = nodeOf(fields);
    paths.put(node, parent, fields.rest());
    if ((mode & (READ | WRITE)) == 0) {
      return null; // by O_PATH: opened as a base for others
    }
    Resolved path = paths.resolve(node);
    AccessMode access =
        switch (mode & (READ | WRITE)) {
          case READ -> AccessMode.READ;
          case WRITE -> AccessMode.WRITE;
          default -> AccessMode.READ_WRITE;
        };
    FileKind kind = FileKind.ofInodeMode(inodeMode);
    return new Event.Open(
        at,
        path.path().isEmpty() ? nameless(kind, file) : path.path(),
        path.truncated(),
        access,
        file,
        kind,
        new OpenFlags((mode & CREATED) != 0, (mode & EMPTIED) != 0, (mode & APPEND) != 0),
        false);
  }

  /** What {@code /proc/self/fd} calls a thing that has no name, such as {@code pipe:[4711]}. */
  private static ByteString nameless(FileKind kind, FileId file) {
    String what =
        switch (kind) {
          case FIFO -> "pipe";
          case SOCKET -> "socket";
          default -> "anon";
        };
    return ByteString.of("%s:[%s]".formatted(what, file.inodeText()));
  }

  private @Nullable Event close(Stamp at, Fields fields) {
    Node node = nodeOf(fields);
    // Never put out, so never opened by the tale: a descriptor that it was born with.
    if (!paths.knows(node)) {
      return null;
    }
    Resolved path = paths.resolve(node);
    FileId file = fileOf(fields);
    return new Event.Close(at, path.path(), path.truncated(), file, fields.nextLong() > 0, false);
  }

  private static FileId fileOf(Fields fields) {
    long device = fields.nextHex();
    return FileId.of(device, fields.nextLong());
  }

  /** What was done to one name. */
  private Event onName(Stamp at, Fields fields) {
    int what = fields.nextInt();
    Resolved path = named(fields);
    return switch (what) {
      case 1 -> new Event.Mkdir(at, path.path(), path.truncated(), false);
      case 2 -> new Event.Mknod(at, path.path(), path.truncated(), false);
      case 3 -> new Event.Truncate(at, path.path(), path.truncated(), false);
      default -> new Event.Unlink(at, path.path(), path.truncated(), false);
    };
  }

  private @Nullable Event oldName(Fields fields) {
    int thread = fields.nextInt();
    Node base = nodeOf(fields);
    oldNameByThread.put(thread, new OldName(base, fields.rest()));
    return null;
  }

  /** What was done with an old name and a new one. */
  private Event onTwoNames(Stamp at, Fields fields) {
    int what = fields.nextInt();
    Resolved to = named(fields);
    OldName old = oldNameByThread.remove(at.tid());
    if (what == 2) {
      boolean truncated = to.truncated() || old == null || paths.isCut(old.text());
      return new Event.Symlink(
          at, to.path(), old == null ? ByteString.of("...") : old.text(), truncated, false);
    }
    // Where there is none, the line before this one was lost; the loss is counted by the numbers.
    Resolved from = old == null ? new Resolved(ByteString.of("/..."), true) : resolve(old);
    boolean truncated = from.truncated() || to.truncated();
    if (what == 1) {
      return new Event.Link(at, from.path(), to.path(), truncated, false);
    }
    boolean exchange = what == 3;
    if (exchange) {
      paths.exchange(from.path(), to.path());
    } else {
      paths.rename(from.path(), to.path());
    }
    return new Event.Rename(at, from.path(), to.path(), exchange, truncated, false);
  }

  private Resolved resolve(OldName name) {
    return paths.resolve(name.base()).resolve(name.text(), paths.isCut(name.text()));
  }

  /** A name as it was passed, relative to a folder. */
  private record OldName(Node base, ByteString text) {}
}

package org.wholetale.recordedrun.trace;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a run.
 *
 * @see "docs/trace-format.md"
 */
public sealed interface Event {

  /** When, in nanoseconds since the trace's start. */
  long time();

  /** An event that a process of the tale caused. */
  sealed interface OfProcess extends Event {

    /** When, where and by whom. */
    Stamp at();

    @Override
    default long time() {
      return at().time();
    }

    /** Whether something of it was cut. */
    default boolean truncated() {
      return false;
    }

    /** Whether a secret was replaced in it. */
    default boolean redacted() {
      return false;
    }

    /** The process that caused it. */
    default ProcessId process() {
      return at().process();
    }
  }

  /**
   * When and by whom.
   *
   * @param time nanoseconds since the trace's start
   * @param cpu the processor it happened on
   * @param process whose doing it was
   * @param tid the thread, a number of the node's
   */
  record Stamp(long time, int cpu, ProcessId process, int tid) {}

  /**
   * A process was made, by fork, vfork, clone or clone3.
   *
   * @param child its number; its start comes with its own first event
   */
  record Fork(Stamp at, int child) implements OfProcess {}

  /**
   * A process began to execute a program.
   *
   * @param path the program's file, absolute, symbolic links resolved; of a script its interpreter
   * @param file the name it was executed by, of a script the script's
   * @param argv the arguments, the program's name first
   * @param truncated whether arguments are missing
   * @param cwd the working directory, absolute
   * @param parent the process that made this one; may lie outside the run
   * @param user whom it runs as; null in traces of format 1.0
   * @param environment those of its variables that were asked for and are set, by name
   * @param redacted whether a secret was replaced in a name, an argument or a variable
   */
  record Exec(
      Stamp at,
      ByteString path,
      ByteString file,
      List<ByteString> argv,
      boolean truncated,
      ByteString cwd,
      ProcessId parent,
      @Nullable UserId user,
      Map<String, ByteString> environment,
      boolean redacted)
      implements OfProcess {

    public Exec {
      argv = List.copyOf(argv);
      // In one order, so that equal events have equal lines.
      environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    }
  }

  /**
   * A program could not be executed; the process goes on as what it was.
   *
   * @param path what was to be executed, absolute
   * @param errno the kernel's error number, such as 2 for ENOENT
   * @param redacted whether a secret was replaced in the name or an argument
   */
  record ExecFailed(
      Stamp at,
      ByteString path,
      List<ByteString> argv,
      boolean truncated,
      int errno,
      boolean redacted)
      implements OfProcess {

    public ExecFailed {
      argv = List.copyOf(argv);
    }
  }

  /**
   * A process ended, with all its threads.
   *
   * @param code its exit code; null where a signal ended it
   * @param signal the signal; null where none did
   * @param core whether it left a core
   * @param usage what it took; null in traces of before format 1.2
   */
  record Exit(
      Stamp at,
      @Nullable Integer code,
      @Nullable Integer signal,
      boolean core,
      @Nullable ResourceUsage usage)
      implements OfProcess {}

  /**
   * A file was opened: for the first time by this execution in this mode and with these flags, or
   * made by it.
   *
   * @param path absolute, symbolic links resolved
   * @param truncated whether a name in the path was cut
   * @param redacted whether a secret was replaced in the path
   */
  record Open(
      Stamp at,
      ByteString path,
      boolean truncated,
      AccessMode mode,
      FileId file,
      FileKind kind,
      OpenFlags flags,
      boolean redacted)
      implements OfProcess {}

  /**
   * A regular file that was open for writing was closed.
   *
   * @param stillOpen whether it is held elsewhere: by a copy of the descriptor, of whatever
   *     process, or by memory that it is mapped to
   */
  record Close(
      Stamp at,
      ByteString path,
      boolean truncated,
      FileId file,
      boolean stillOpen,
      boolean redacted)
      implements OfProcess {}

  /**
   * A file was renamed; both paths are absolute, their last name never a resolved link.
   *
   * @param exchange whether what had the new name before has the old one now
   */
  record Rename(
      Stamp at,
      ByteString from,
      ByteString to,
      boolean exchange,
      boolean truncated,
      boolean redacted)
      implements OfProcess {}

  /** A file has one more name. */
  record Link(Stamp at, ByteString from, ByteString to, boolean truncated, boolean redacted)
      implements OfProcess {}

  /**
   * A symbolic link was made.
   *
   * @param target its text, as it is
   */
  record Symlink(Stamp at, ByteString path, ByteString target, boolean truncated, boolean redacted)
      implements OfProcess {}

  /** A folder was made. */
  record Mkdir(Stamp at, ByteString path, boolean truncated, boolean redacted)
      implements OfProcess {}

  /** A FIFO, a device or, by mknod, a file was made. */
  record Mknod(Stamp at, ByteString path, boolean truncated, boolean redacted)
      implements OfProcess {}

  /** A file's size was set by its name; where it was open, its opening tells that it changed. */
  record Truncate(Stamp at, ByteString path, boolean truncated, boolean redacted)
      implements OfProcess {}

  /** A file or an empty folder was removed. */
  record Unlink(Stamp at, ByteString path, boolean truncated, boolean redacted)
      implements OfProcess {}

  /**
   * Something that a process did with a socket.
   *
   * @see Endpoint
   */
  sealed interface OfSocket extends OfProcess {

    /** The socket. */
    SocketId socket();
  }

  /**
   * A process connected a socket, or tried to.
   *
   * @param ends the peer as the kernel took it; where that failed, as it was passed
   * @param pending whether it goes on connecting; what became of it is not told
   * @param errno the kernel's error number where it failed, such as 111 for ECONNREFUSED; else null
   */
  record Connect(
      Stamp at,
      SocketId socket,
      Endpoint.Pair ends,
      boolean pending,
      @Nullable Integer errno,
      boolean truncated,
      boolean redacted)
      implements OfSocket {}

  /**
   * A process gave a socket an address, or tried to.
   *
   * @param local with the port that the kernel chose where none was asked for; null where the
   *     kernel chose all
   * @param errno the kernel's error number where it failed; else null
   */
  record Bind(
      Stamp at,
      SocketId socket,
      @Nullable Endpoint local,
      @Nullable Integer errno,
      boolean truncated,
      boolean redacted)
      implements OfSocket {}

  /**
   * A process accepted a connection.
   *
   * @param socket the new one
   * @param listener the inode of the socket that listened
   */
  record Accept(Stamp at, SocketId socket, long listener, Endpoint.Pair ends) implements OfSocket {}

  /** A first datagram of an execution to an address that it was sent to by itself. */
  record Send(Stamp at, SocketId socket, Endpoint peer, boolean truncated, boolean redacted)
      implements OfSocket {}

  /**
   * What a process moved through a socket since it was last told.
   *
   * @param sent bytes
   * @param received bytes
   */
  record Traffic(Stamp at, SocketId socket, long sent, long received) implements OfSocket {}

  /**
   * A process asked a name server.
   *
   * @param name without the root's dot, bytes that are no visible ASCII escaped as {@code \DDD}
   * @param record what of it was asked for, such as {@code AAAA}; null where that was cut off
   */
  record Lookup(
      Stamp at,
      SocketId socket,
      ByteString name,
      @Nullable String record,
      Endpoint.Ip server,
      boolean truncated,
      boolean redacted)
      implements OfSocket {}

  /**
   * What a process read from and wrote to a file, pipe or socket since it was last told.
   *
   * @param peer the inode of the socket at the other end, where both are of one machine; null where
   *     that is not known, or it is no socket
   * @param read bytes
   * @param written bytes
   */
  record Transfer(
      Stamp at, FileId file, FileKind kind, @Nullable Long peer, long read, long written)
      implements OfProcess {}

  /** A process set up an io_uring; what it does through that is not seen. */
  record IoUring(Stamp at) implements OfProcess {}

  /**
   * Events may be missing.
   *
   * @param from the last moment before them, nanoseconds since the trace's start
   * @param to the first moment after them
   * @param lost how many; null where that cannot be known
   */
  record Gap(long from, long to, String cause, @Nullable Long lost) implements Event {

    @Override
    public long time() {
      return to;
    }
  }
}

package org.wholetale.recordedrun.e2e;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wholetale.recordedrun.e2e.truth.AllowedDifference;
import org.wholetale.recordedrun.e2e.truth.RealProgram;

/** What a recording shows, situation by situation, and what it does not. */
final class Coverage {

  private static final List<Situation> PROCESSES =
      List.of(
          Situation.of("fork", "fork", "fork", "child: exit 3", "exit 0"),
          Situation.of("vfork", "vfork", "fork", "child: exit 3", "exit 0"),
          Situation.of("clone", "clone", "fork", "child: exit 3", "exit 0"),
          Situation.of("clone3", "clone3", "fork", "child: exit 3", "exit 0"),
          Situation.of(
              "posix_spawn",
              "posix_spawn of a program",
              "fork",
              "child: exec ../situations as ../situations argv [../situations, nothing]",
              "child: exit 0",
              "exit 0"),
          Situation.of(
                  "thread",
                  "a thread makes a file",
                  "open w created by-thread",
                  "close by-thread",
                  "exit 0")
              .because(
                  "Threads are not told; what one does is its process's, with the thread's `tid`."),
          Situation.of("orphan", "a child outlives its parent", "fork", "exit 0", "child: exit 4"),
          Situation.of("session", "setsid in a child", "fork", "child: exit 0", "exit 0")
              .because(
                  "Sessions and process groups are not recorded: each of their calls takes a system call's tracepoint, and `fork` says already who made a process."),
          Situation.of(
              "execve",
              "execve",
              "exec ../situations as ../situations argv [zero, nothing, with space, ]",
              "exit 0"),
          Situation.of(
              "execveat",
              "execveat, relative to a folder's descriptor",
              "exec ../situations as /dev/fd/N/situations argv [zero, nothing]",
              "exit 0"),
          Situation.of(
              "fexecve",
              "execveat of a descriptor itself, as fexecve does",
              "exec ../situations as /dev/fd/N argv [zero, nothing]",
              "exit 0"),
          Situation.of(
                  "script",
                  "a script is written and executed",
                  "open w created script",
                  "close script",
                  "exec ../situations as ./script argv [../situations, nothing, ./script, one]",
                  "exit 0")
              .because("One exec: the interpreter as what the script was executed by."),
          Situation.of(
              "failed-exec",
              "execve of what is not there",
              "execFailed none errno 2 argv [none, of it]",
              "exit 0"),
          Situation.of("exit-code", "exit(42)", "exit 42"),
          Situation.of("killed", "SIGKILL", "exit by signal 9"));

  private static final List<Situation> OPENS =
      List.of(
          Situation.of("read", "open to read", "open r ../situations", "exit 0"),
          Situation.of("opened-twice", "the same again", "open r ../situations", "exit 0")
              .because("The first open of an execution, a file's name and a mode."),
          Situation.of(
              "by-hard-link",
              "open of a file by two hard links",
              "open w created f",
              "link f g",
              "open w g",
              "close f",
              "close g",
              "exit 0"),
          Situation.of(
              "other-mode",
              "open to write, to read, and to do both",
              "open w created f",
              "open r f",
              "open rw f",
              "close f",
              "exit 0"),
          Situation.of("creat", "creat", "open w created f", "close f", "exit 0"),
          Situation.of(
              "append",
              "O_APPEND",
              "open w created f",
              "close f",
              "open w append f",
              "close f",
              "exit 0"),
          Situation.of(
                  "emptied",
                  "O_TRUNC: of a file that is there by open, openat, openat2 and creat; of a new one; of a device",
                  "open w created f",
                  "open w emptied f",
                  "open rw emptied f",
                  "open rw emptied append f",
                  "fork",
                  "child: open w emptied f",
                  "child: exit 0",
                  "open w created g",
                  "open w character_device /dev/null",
                  "exit 0")
              .because("On x86-64. What is made by an open is not emptied by it."),
          Situation.of("not-closed", "a file is left open", "open w created f", "exit 0"),
          Situation.of(
              "relative",
              "openat, relative to a folder's descriptor",
              "mkdir d",
              "open r directory d",
              "open w created d/f",
              "close d/f",
              "exit 0"),
          Situation.of("openat2", "openat2", "open w created f", "close f", "exit 0"),
          Situation.of(
                  "tmpfile",
                  "O_TMPFILE, then given a name",
                  "open rw #INODE",
                  "link /proc/self/fd/N named",
                  "exit 0")
              .because("Until then its name is the kernel's, `#` and the inode."),
          Situation.of("memfd", "memfd_create", "exit 0")
              .because("Memory; one that is executed or opened by /proc shows as `memfd:NAME`."),
          Situation.of(
              "through-link",
              "open through a symbolic link",
              "symlink s to ../situations",
              "open r ../situations",
              "exit 0"),
          Situation.of(
              "chdir", "open after chdir", "mkdir d", "open w created d/f", "close d/f", "exit 0"),
          Situation.of(
              "fchdir",
              "open after fchdir",
              "mkdir d",
              "open w created d/f",
              "close d/f",
              "exit 0"),
          Situation.of("failed-open", "open of what is not there", "exit 0")
              .because("Failed opens are not told."),
          Situation.of("folder", "open of a folder", "open r directory .", "exit 0"),
          Situation.of("device", "open of a device", "open w character_device /dev/null", "exit 0"),
          Situation.of(
                  "mmap",
                  "a file is mapped and changed",
                  "open rw created f",
                  "close copy of f",
                  "exit 0")
              .because("Its opening tells it: mapping takes a descriptor."),
          Situation.of("dup", "dup", "open w created f", "close copy of f", "close f", "exit 0")
              .because("Each descriptor's close is told."),
          Situation.of(
                  "dup2", "dup2 in a descriptor's place", "open w created f", "close f", "exit 0")
              .because("That closes what was there."),
          Situation.of(
              "copy",
              "sendfile and copy_file_range",
              "open w created f",
              "close f",
              "open r f",
              "open w created g",
              "close g",
              "exit 0"),
          Situation.of("stat", "stat and access", "exit 0")
              .because("Files that are only looked at are not told."));

  private static final List<Situation> NAMES =
      List.of(
          Situation.of("rename", "rename", "open w created f", "close f", "rename f g", "exit 0"),
          Situation.of(
                  "exchange",
                  "renameat2 with RENAME_EXCHANGE",
                  "open w created f",
                  "open w created g",
                  "exchange f g",
                  "close g",
                  "close f",
                  "exit 0")
              .because("A `rename` with `exchange`. Each has the other's name when it is closed."),
          Situation.of(
              "exchanged-folder",
              "the same with a folder and a file",
              "mkdir d",
              "open w created d/f",
              "open w created g",
              "close g",
              "exchange d g",
              "close g/f",
              "open rw g/f",
              "open rw d",
              "exit 0"),
          Situation.of(
              "renamed-folder",
              "a folder is renamed, a file in it opened",
              "mkdir d",
              "open w created d/f",
              "close d/f",
              "rename d e",
              "open rw e/f",
              "exit 0"),
          Situation.of("link", "link", "open w created f", "close f", "link f g", "exit 0"),
          Situation.of(
              "linkat",
              "linkat, relative to a folder's descriptor",
              "open w created f",
              "close f",
              "mkdir d",
              "link f d/g",
              "exit 0"),
          Situation.of("symlink", "symlink", "symlink s to ../any where", "exit 0"),
          Situation.of("symlinkat", "symlinkat", "symlink s to nowhere", "exit 0"),
          Situation.of("unlink", "unlink", "open w created f", "close f", "unlink f", "exit 0"),
          Situation.of("unlinkat", "mkdirat, unlinkat", "mkdir d", "unlink d", "exit 0"),
          Situation.of("rmdir", "mkdir, rmdir", "mkdir d", "unlink d", "exit 0"),
          Situation.of(
              "truncate", "truncate", "open w created f", "close f", "truncate f", "exit 0"),
          Situation.of("ftruncate", "ftruncate", "open w created f", "close f", "exit 0")
              .because("Its opening tells it."),
          Situation.of("fifo", "mkfifo, open", "mknod p", "open rw fifo p", "exit 0"));

  private static final List<Situation> BETWEEN_PROCESSES =
      List.of(
          Situation.of("pipe", "a child writes to a pipe", "fork", "child: exit 0", "exit 0")
              .because("With `pipes` or `bytes`: who wrote to whom, see below."),
          Situation.of(
                  "socketpair",
                  "a socket pair",
                  "traffic unix-stream ? sent 0 received 1",
                  "traffic unix-stream ? sent 1 received 0",
                  "exit 0")
              .because("With `network`. With `pipes` or `bytes` also which two are a pair."));

  /** What no event tells, and why; the situations above say the rest. */
  private static final Map<String, String> NOT_SEEN =
      Map.ofEntries(
          Map.entry(
              "Bytes read and written, unless `recording.bytes` asks for them",
              "Each probe on read and write makes every read and write of the node dearer."),
          Map.entry(
              "Bytes moved by vmsplice, sendmmsg, recvmmsg and through mapped memory",
              "No call's result says how many, or from and to which descriptor."),
          Map.entry(
              "Bytes on other processors than x86-64",
              "The descriptor is taken from the kernel's registers; `recording.bytes` is refused there."),
          Map.entry(
              "Names looked up otherwise than by UDP to port 53",
              "DNS by TCP, TLS or HTTPS is a stream, and most often secret; nscd and systemd-resolved are asked by a unix socket, whose `connect` shows. So is mDNS not seen (port 5353), nor what is written by writev."),
          Map.entry(
              "The network, unless `recording.network` asks for it",
              "It takes system calls' tracepoints, and most tales have nothing to do with it."),
          Map.entry(
              "The network by io_uring",
              "What connects, binds, accepts and sends so passes by system calls' tracepoints; `traffic` is counted all the same."),
          Map.entry(
              "listen, shutdown, sockets connected by TCP Fast Open, and failed accepts and sends",
              "No event yet. What TCP Fast Open sends is counted in `traffic`."),
          Map.entry(
              "Bytes through sockets before Linux 6.3",
              "The kernel has no tracepoint for them; the manifest's `recorder.probes` then lacks `traffic`."),
          Map.entry(
              "What splice takes out of a socket",
              "The kernel's tracepoint of what is received passes it by."),
          Map.entry(
              "io_uring",
              "The kernel's tracepoints show what is asked for, but no file: reads, writes and opens through it are missing. An `ioUring` event tells who set one up, and the manifest's `trace.coverage` says so."),
          Map.entry(
              "Environment variables that `recording.environment` does not ask for",
              "They hold secrets more often than not."),
          Map.entry(
              "What the kernel loads with a program",
              "Its ELF interpreter (ld.so) is opened by no system call. Libraries are: ld.so opens them."),
          Map.entry("Descriptors that the tale is born with", "They were opened before it began."));

  private Coverage() {}

  /** All of them. */
  static Stream<Situation> situations() {
    return Stream.of(
            PROCESSES,
            OPENS,
            NAMES,
            BETWEEN_PROCESSES,
            NetworkCoverage.SOCKETS,
            NetworkCoverage.LOOKUPS)
        .flatMap(List::stream);
  }

  /** {@code docs/coverage.md}. */
  static String document() {
    return """
    # What a recording shows

    Each row is a program that does this and nothing else, recorded with bpftrace 0.17 and 0.23: `make coverage` compares all that is in the trace of it.
    [trace-format.md](trace-format.md) has the events' fields. Paths are told here relative to the program's folder; in the trace they are absolute.

    ## Processes
    %s
    ## Files: opened and closed
    %s
    ## Files: their names
    %s
    ## Between processes
    %s
    ## Bytes

    With `recording.bytes`. A program moves known numbers of bytes by read, pread, readv, preadv, preadv2, recv; write, pwrite, writev, pwritev, pwritev2, send; sendfile,
    copy_file_range, splice and tee, and between processes through pipes, a FIFO and a socket pair: every sum by process and file is the one moved, and each end is joined to the other.

    ## Network

    With `recording.network`. The sockets of a row are called a, b and so on; in the trace each event has its socket's inode. PORT is one that the kernel chose.
    %s
    ## Names looked up
    %s
    ## Real programs

    These are run twice in equal folders, once recorded and once under strace, which shares nothing with the recorder: with `make coverage`, with both bpftrace. What each program
    executed, with which arguments and in which folder, which files it opened and how, and what it did to names must be the same in both, and done as often (opened: in as many
    executions). What differs from run to run, whoever looks, is told in one way; where that is a process's number, how often does not count:

    | what runs | what differs in it |
    |---|---|
    %s

    | what differs | why |
    |---|---|
    %s

    ## What is not seen

    | | |
    |---|---|
    %s
    """
        .formatted(
            table(PROCESSES),
            table(OPENS),
            table(NAMES),
            table(BETWEEN_PROCESSES),
            table(NetworkCoverage.SOCKETS),
            table(NetworkCoverage.LOOKUPS),
            realPrograms(),
            allowedDifferences(),
            notSeen());
  }

  private static String table(List<Situation> situations) {
    return situations.stream()
        .map(Coverage::row)
        .collect(Collectors.joining("", "\n| what is done | events | |\n|---|---|---|\n", ""));
  }

  private static String row(Situation situation) {
    String events =
        situation.seen().stream().map("`%s`"::formatted).collect(Collectors.joining("<br>"));
    String remark = situation.remark() == null ? "" : situation.remark();
    return "| %s | %s | %s |\n".formatted(situation.what(), events, remark);
  }

  private static String realPrograms() {
    return Arrays.stream(RealProgram.values())
        .map(program ->
            program.differences().stream()
                .sorted()
                .map(AllowedDifference::shown)
                .collect(Collectors.joining("<br>", "| " + program.what() + " | ", " |")))
        .collect(Collectors.joining("\n"));
  }

  private static String allowedDifferences() {
    return Arrays.stream(AllowedDifference.values())
        .map(difference -> "| %s | %s |".formatted(difference.shown(), difference.reason()))
        .collect(Collectors.joining("\n"));
  }

  private static String notSeen() {
    return NOT_SEEN.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> "| %s | %s |".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining("\n"));
  }
}

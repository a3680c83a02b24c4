package org.wholetale.recordedrun.format;

import static org.wholetale.recordedrun.trace.Events.at;
import static org.wholetale.recordedrun.trace.Events.close;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.exit;
import static org.wholetale.recordedrun.trace.Events.fork;
import static org.wholetale.recordedrun.trace.Events.open;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.wholetale.recordedrun.provenance.FileContents;
import org.wholetale.recordedrun.provenance.RunGraph;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.trace.AccessMode;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.FileKind;
import org.wholetale.recordedrun.trace.OpenFlags;

/**
 * A run of very many events on as many processes and files as a large tale has: makes the graph,
 * and every format of it, and says what that took. {@code LargeRun EVENTS FOLDER}
 */
public final class LargeRun {

  private static final int PROCESSES = 5_000;
  private static final int FILES = 20_000;
  private static final int READ = 40;

  /**
   * Bytes that one process has moved, told again and again: most events of a long run are these.
   */
  private final Event.Transfer[] transfers = new Event.Transfer[2 * PROCESSES];

  private final Consumer<Event> sink;
  private long events;

  private LargeRun(Consumer<Event> sink) {
    this.sink = sink;
  }

  public static void main(String... arguments) throws IOException {
    long wanted = Long.parseLong(arguments[0]);
    long began = System.nanoTime();
    RunGraph graph = new RunGraph();
    new LargeRun(graph::accept).go(wanted);
    say("graph", began, graph.footprint());
    FileContents contents = new FileContents();
    graph
        .files()
        .forEach(file ->
            contents.add(file.id(), new FileContents.Content(file.number(), "0".repeat(64))));
    RunRecord run = new RunRecord(RunRecords.ofEverything().description(), graph, contents);
    for (Format format : Format.values()) {
      Path file = Path.of(arguments[1]).resolve(format.toString());
      began = System.nanoTime();
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
        format.write(run, new EmptyArchive(), out);
      }
      say(format.toString(), began, Files.size(file));
      Files.delete(file);
    }
    System.out.printf(
        "%d events, %d executions, %d files, %d channels; heap %d MiB at most%n",
        graph.events(),
        graph.executions().size(),
        graph.files().size(),
        graph.channels().size(),
        peak() >> 20);
  }

  private void go(long wanted) {
    add(exec(0, 1, "make", "-j2", "all"));
    for (int number = 0; number < PROCESSES; number++) {
      process(number);
    }
    while (events < wanted) {
      for (Event.Transfer transfer : transfers) {
        add(transfer);
      }
    }
  }

  /** Reads its libraries and inputs, writes a file, and hands on through a pipe. */
  private void process(int number) {
    int pid = 2 + number;
    long now = number;
    add(fork(now, 1, pid));
    add(exec(now, pid, "cc", "-O2", "-c", "/work/workspace/src/module-" + number + ".c"));
    for (int i = 0; i < READ; i++) {
      int file = (number * 4 + i * 487) % FILES;
      add(open(now, pid, AccessMode.READ, "/usr/include/library/header-" + file + ".h", file));
    }
    int output = FILES + number;
    String name = "/work/workspace/results/module-" + number + ".o";
    add(open(now, pid, AccessMode.WRITE, name, output, OpenFlags.CREATED));
    transfers[2 * number] = transfer(now, pid, FileKind.FIFO, 1_000_000L + number / 2);
    transfers[2 * number + 1] = transfer(now, pid, FileKind.FILE, output);
    add(transfers[2 * number]);
    add(transfers[2 * number + 1]);
    add(close(now, pid, name, output));
    add(exit(now, pid, 0));
  }

  private static Event.Transfer transfer(long micros, int pid, FileKind kind, long inode) {
    return new Event.Transfer(
        at(micros, pid),
        new FileId("254:0", inode),
        kind,
        null,
        kind == FileKind.FIFO && pid % 2 == 0 ? 512 : 0,
        kind == FileKind.FIFO && pid % 2 == 0 ? 0 : 512);
  }

  private void add(Event event) {
    events++;
    sink.accept(event);
  }

  private static void say(String what, long began, long bytes) {
    System.out.printf(
        "%s: %.1f s, %,d KiB%n",
        what, Duration.ofNanos(System.nanoTime() - began).toMillis() / 1e3, bytes >> 10);
  }

  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(
            pool -> List.of("Eden Space", "Survivor Space", "Tenured Gen").contains(pool.getName()))
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }
}

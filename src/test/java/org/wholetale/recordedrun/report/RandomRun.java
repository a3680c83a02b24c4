package org.wholetale.recordedrun.report;

import static org.wholetale.recordedrun.trace.Events.at;
import static org.wholetale.recordedrun.trace.Events.close;
import static org.wholetale.recordedrun.trace.Events.closeCopy;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.exit;
import static org.wholetale.recordedrun.trace.Events.fork;
import static org.wholetale.recordedrun.trace.Events.open;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.wholetale.recordedrun.provenance.FileContents;
import org.wholetale.recordedrun.provenance.RunGraph;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.trace.AccessMode;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.FileKind;
import org.wholetale.recordedrun.trace.OpenFlags;

/** Processes that open, write, close and pipe at random: of one seed always the same. */
final class RandomRun {

  private static final int EVENTS = 150;
  private static final int FILES = 12;
  private static final OpenFlags EMPTIED = new OpenFlags(false, true, false);

  private final Random random;
  private final boolean pipes;
  private final List<Integer> alive = new ArrayList<>(List.of(100));
  private final List<Event> events = new ArrayList<>();
  private int last = 100;
  private long time = 1;

  private RandomRun(long seed, boolean pipes) {
    this.random = new Random(seed);
    this.pipes = pipes;
  }

  /** A run of which pipes, and whose bytes went where, are recorded or not. */
  static RunRecord record(long seed, boolean pipes) {
    RandomRun run = new RandomRun(seed, pipes);
    run.events.add(exec(run.time++, 100, "sh", "run.sh"));
    while (run.time < EVENTS && !run.alive.isEmpty()) {
      run.step();
    }
    RunGraph graph = new RunGraph();
    run.events.forEach(graph::accept);
    return new RunRecord(HostileRun.record().description(), graph, new FileContents());
  }

  private void step() {
    int place = random.nextInt(alive.size());
    int process = alive.get(place);
    int inode = 1 + random.nextInt(FILES);
    String path = "/work/workspace/file-" + inode;
    switch (random.nextInt(12)) {
      case 0, 1 -> {
        events.add(fork(time++, process, ++last));
        alive.add(last);
      }
      case 2 -> events.add(exec(time++, process, "step", "" + time));
      case 3 -> {
        events.add(exit(time++, process, 0));
        alive.remove(/* index */ place);
      }
      case 4, 5 -> events.add(open(time++, process, AccessMode.READ, path, inode));
      case 6 -> events.add(open(time++, process, AccessMode.WRITE, path, inode));
      case 7 -> events.add(open(time++, process, AccessMode.WRITE, path, inode, EMPTIED));
      case 8 -> events.add(open(time++, process, AccessMode.READ_WRITE, path, inode));
      case 9 ->
          events.add(
              random.nextBoolean()
                  ? close(time++, process, path, inode)
                  : closeCopy(time++, process, path, inode));
      default -> {
        if (pipes) {
          boolean reads = random.nextBoolean();
          boolean socket = random.nextInt(3) == 0;
          int end = random.nextInt(2);
          events.add(
              new Event.Transfer(
                  at(time++, process),
                  new FileId("0:14", socket ? 1000 + end : 900 + random.nextInt(3)),
                  socket ? FileKind.SOCKET : FileKind.FIFO,
                  socket ? 1001L - end : null,
                  reads ? 10 : 0,
                  reads ? 0 : 10));
        }
      }
    }
  }
}

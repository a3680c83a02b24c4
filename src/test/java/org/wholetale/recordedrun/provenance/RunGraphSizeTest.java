package org.wholetale.recordedrun.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.trace.Events.close;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.exit;
import static org.wholetale.recordedrun.trace.Events.fork;
import static org.wholetale.recordedrun.trace.Events.open;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wholetale.recordedrun.trace.AccessMode;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.Events;
import org.wholetale.recordedrun.trace.OpenFlags;
import org.wholetale.recordedrun.trace.ResourceUsage;

/** A recorder has to know when a graph takes too much of its memory: what it is told must hold. */
@Isolated("measures the heap")
class RunGraphSizeTest {

  @ParameterizedTest
  @MethodSource("runs")
  void aGraphTakesAboutWhatItSays(Consumer<RunGraph> run) {
    long before = used();
    RunGraph graph = new RunGraph();
    run.accept(graph);
    long taken = used() - before;

    assertThat(graph.footprint())
        .as("bytes of %,d", taken)
        .isBetween(taken * 9 / 10, taken * 5 / 2);
  }

  static Stream<Arguments> runs() {
    return Stream.of(
        run("many processes", RunGraphSizeTest::processes),
        run("many failed execs", RunGraphSizeTest::failures),
        run("many files", RunGraphSizeTest::files),
        run("many versions", RunGraphSizeTest::versions),
        run("many uses", RunGraphSizeTest::uses));
  }

  private static Arguments run(String name, Consumer<RunGraph> run) {
    return Arguments.of(Named.of(name, run));
  }

  private static void processes(RunGraph graph) {
    graph.accept(exec(1, 1, "make"));
    for (int pid = 2; pid < 50_000; pid++) {
      graph.accept(fork(pid, 1, pid));
      graph.accept(exec(pid, pid, "gcc", "-O2", "-c", "file-" + pid + ".c"));
      graph.accept(
          exit(
              pid,
              pid,
              new ResourceUsage(pid, (long) pid, new ResourceUsage.Io(pid, pid, pid, pid))));
    }
  }

  private static void failures(RunGraph graph) {
    for (int i = 0; i < 100_000; i++) {
      graph.accept(Events.execFailed(i, 1, "/usr/local/bin/program-" + i));
    }
  }

  private static void files(RunGraph graph) {
    for (int i = 0; i < 100_000; i++) {
      graph.accept(open(i, 1, AccessMode.READ, Events.WORKSPACE + "/folder/file-" + i, i));
    }
  }

  private static void versions(RunGraph graph) {
    for (int i = 0; i < 100_000; i++) {
      int pid = 1 + i % 2;
      graph.accept(
          open(
              i,
              pid,
              AccessMode.WRITE,
              Events.WORKSPACE + "/log",
              1,
              new OpenFlags(false, true, false)));
      graph.accept(close(i, pid, Events.WORKSPACE + "/log", 1));
    }
  }

  private static void uses(RunGraph graph) {
    for (int pid = 1; pid <= 1000; pid++) {
      for (int file = 0; file < 200; file++) {
        Event.Open open =
            open(pid, pid, AccessMode.READ, "/usr/lib/python3/dist-packages/" + file, file);
        graph.accept(open);
      }
    }
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}

package org.wholetale.recordedrun.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.wholetale.recordedrun.trace.AccessMode;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.Events;
import org.wholetale.recordedrun.trace.OpenFlags;

/** Runs of a few processes that do anything with a few files, pipes and each other. */
class LineagePropertiesTest {

  private static final int STEPS = 60;
  private static final int PROCESSES = 5;
  private static final int FILES = 5;
  private static final OpenFlags EMPTIED = new OpenFlags(false, true, false);

  @Property(tries = 400)
  void whyAndImpactAreEachOthersInverse(@ForAll Random random) {
    RunGraph graph = new Simulation(random).run();
    Flows flows = Flows.of(graph);

    for (FileHistory to : graph.files()) {
      Set<FileVersion> origins = Lineage.into(flows, to).versions();
      for (FileHistory from : graph.files()) {
        assertThat(Lineage.outOf(flows, from).versions().contains(to.last()))
            .as("%s depends on %s", to.path(), from.path())
            .isEqualTo(from.versions().stream().anyMatch(origins::contains));
      }
    }
  }

  /** The simulation knows what is where; the trace's reader knows only what was told. */
  @Property(tries = 400)
  void whatWentIntoAFileIsAmongWhatMayHave(@ForAll Random random) {
    Simulation simulation = new Simulation(random);
    RunGraph graph = simulation.run();

    for (FileHistory file : graph.files()) {
      Set<String> may = new TreeSet<>();
      Lineage.into(graph, file).found().forEach(each -> may.add(each.path().toString()));
      assertThat(may)
          .as("what went into %s", file.path())
          .containsAll(simulation.held.get(file.path().toString()));
    }
  }

  /** Follows of each process and file which of the files that were there before it holds. */
  private static final class Simulation {

    private final Random random;
    private final RunGraph graph = new RunGraph();
    private final Map<String, Set<String>> held = new HashMap<>();
    private final List<Set<String>> memory = new ArrayList<>();

    /** Of each process what it has open for writing, by whose opening of it. */
    private final List<Map<String, Integer>> writing = new ArrayList<>();

    private final List<Set<Object>> told = new ArrayList<>();
    private final List<Set<String>> pipes = new ArrayList<>();
    private int openings;
    private long now;

    Simulation(Random random) {
      this.random = random;
      for (int file = 0; file < FILES; file++) {
        held.put(path(file), new HashSet<>(Set.of(path(file))));
      }
      for (int pipe = 0; pipe < 2; pipe++) {
        pipes.add(new HashSet<>());
      }
      begin();
    }

    RunGraph run() {
      for (int step = 0; step < STEPS; step++) {
        now += 10;
        step(random.nextInt(memory.size()));
        write();
      }
      // That a file is open for a second time is not told before it is closed.
      for (int process = 0; process < memory.size(); process++) {
        for (int file = 0; file < FILES; file++) {
          now += 10;
          close(process, file);
        }
      }
      return graph;
    }

    private void step(int process) {
      int file = random.nextInt(FILES);
      switch (random.nextInt(8)) {
        case 0, 1 -> read(process, file);
        case 2 -> open(process, file, OpenFlags.NONE);
        case 3 -> open(process, file, EMPTIED);
        case 4 -> close(process, file);
        case 5 -> pipe(process, random.nextInt(2));
        case 6 -> fork(process);
        default -> exec(process);
      }
    }

    private void read(int process, int file) {
      memory.get(process).addAll(held.getOrDefault(path(file), Set.of()));
      tell(process, AccessMode.READ, file, OpenFlags.NONE);
    }

    private void open(int process, int file, OpenFlags flags) {
      if (flags.emptied()) {
        held.put(path(file), new HashSet<>());
      }
      writing.get(process).put(path(file), ++openings);
      tell(process, AccessMode.WRITE, file, flags);
    }

    /** Only the first of equal opens is told. */
    private void tell(int process, AccessMode mode, int file, OpenFlags flags) {
      if (told.get(process).add(List.of(mode, file, flags))) {
        accept(Events.open(now, pid(process), mode, path(file), file + 1, flags));
      }
    }

    private void close(int process, int file) {
      Integer opening = writing.get(process).remove(path(file));
      if (opening != null) {
        write(process, path(file));
        boolean stillOpen = writing.stream().anyMatch(open -> open.containsValue(opening));
        accept(
            stillOpen
                ? Events.closeCopy(now, pid(process), path(file), file + 1)
                : Events.close(now, pid(process), path(file), file + 1));
      }
    }

    private void pipe(int process, int pipe) {
      if (random.nextBoolean()) {
        pipes.get(pipe).addAll(memory.get(process));
        accept(Runs.pipe(now, pid(process), pipe + 1, 0, 1));
      } else {
        memory.get(process).addAll(pipes.get(pipe));
        accept(Runs.pipe(now, pid(process), pipe + 1, 1, 0));
      }
    }

    private void fork(int process) {
      if (memory.size() < PROCESSES) {
        accept(Events.fork(now, pid(process), pid(memory.size())));
        begin();
        memory.getLast().addAll(memory.get(process));
        writing.getLast().putAll(writing.get(process));
      }
    }

    /** Its memory is gone, what it has open is not. */
    private void exec(int process) {
      memory.get(process).clear();
      told.get(process).clear();
      accept(Events.exec(now, pid(process), "program"));
    }

    /** Whoever has a file open writes all that it knows, all the time. */
    private void write() {
      for (int process = 0; process < memory.size(); process++) {
        for (String file : writing.get(process).keySet()) {
          write(process, file);
        }
      }
    }

    private void write(int process, String file) {
      held.getOrDefault(file, new HashSet<>()).addAll(memory.get(process));
    }

    private void begin() {
      memory.add(new HashSet<>());
      writing.add(new HashMap<>());
      told.add(new HashSet<>());
    }

    private void accept(Event event) {
      graph.accept(event);
    }

    private static int pid(int process) {
      return 100 + process;
    }

    private static String path(int file) {
      return "/work/data/" + file;
    }
  }
}

package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.Recording;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.api.RunIdentity;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.archive.ArchiveVerifier;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.Verification;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.TraceReader;

/**
 * A control group of a test's own, whose processes are recorded. Needs root.
 *
 * @param folder where spool, log and archive lie
 */
record RecordedGroup(Path folder, CgroupHierarchy hierarchy, Cgroup group)
    implements AutoCloseable {

  static RecordedGroup in(CgroupHierarchy hierarchy, Path folder) throws IOException {
    Cgroup group = hierarchy.root().child("recordedrun-test-" + UUID.randomUUID()).create();
    return new RecordedGroup(folder, hierarchy, group);
  }

  /** Runs a program in the group; returns its exit code. */
  int run(String... command) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of("sh", "-c", "echo 0 > " + group.processes() + "; exec \"$0\" \"$@\""));
    line.addAll(List.of(command));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  RunRecorder recorder(ArchiveStore store)
      throws RecorderException, IOException, InterruptedException {
    return recorder(store, Clock.systemUTC());
  }

  RunRecorder recorder(ArchiveStore store, Clock clock)
      throws RecorderException, IOException, InterruptedException {
    Path log = Files.isDirectory(log()) ? log() : null;
    return RunRecorder.start(setup(store, log, clock), new Scope(hierarchy, group, null));
  }

  /**
   * @param log that of a container; null where there is none
   */
  private RunSetup setup(ArchiveStore store, @Nullable Path log, Clock clock) {
    return new RunSetup(
        new RecordingRequest(
            new RunIdentity(null, "test", "0", null, null),
            store.location().toString(),
            List.of("sh", "run.sh"),
            folder.toString(),
            null,
            Recording.DEFAULT,
            List.of(),
            10,
            20,
            null),
        spool(),
        store,
        Path.of("/proc"),
        Map.of(),
        null,
        log,
        null,
        null,
        clock);
  }

  RunSetup setup(ArchiveStore store) {
    return setup(store, Files.isDirectory(log()) ? log() : null, Clock.systemUTC());
  }

  Spool spool() {
    return new Spool(folder.resolve("spool"));
  }

  /** The container's log folder; where it is made, output is taken from there. */
  Path log() {
    return folder.resolve("log");
  }

  Path archive() {
    return folder.resolve("archive");
  }

  ArchiveStore store() {
    return ArchiveStores.open(ArchiveLocation.of(archive()), Map.of());
  }

  Manifest manifest() throws IOException {
    return Manifest.parse(Files.readAllBytes(archive().resolve(Manifest.FILE_NAME)));
  }

  Verification verification() throws IOException {
    try (ArchiveStore store = store()) {
      return new ArchiveVerifier(store).verify();
    }
  }

  /** The events in the archive, in order. */
  List<Event> events() throws IOException {
    List<Event> events = new ArrayList<>();
    try (Stream<Path> segments = Files.list(archive().resolve("events"))) {
      for (Path segment : segments.sorted().toList()) {
        TraceReader.read(Files.newInputStream(segment), events::add);
      }
    }
    return events;
  }

  /** The last argument of each program that was executed. */
  List<String> lastArguments() throws IOException {
    return events().stream()
        .filter(Event.Exec.class::isInstance)
        .map(event -> ((Event.Exec) event).argv().getLast().toString())
        .toList();
  }

  @Override
  public void close() throws IOException {
    group.remove();
  }
}

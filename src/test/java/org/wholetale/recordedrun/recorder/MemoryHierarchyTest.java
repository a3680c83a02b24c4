package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.api.Recording;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.api.RunIdentity;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.recorder.CgroupHierarchy.Version;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.TraceReader;

/** Where only cgroup v1 is in use, its memory hierarchy tells the tale's processes from others. */
class MemoryHierarchyTest {

  private static final Path MEMORY = Path.of("/sys/fs/cgroup/memory");

  @TempDir Path folder;
  private Cgroup group = new Cgroup(MEMORY);

  @BeforeEach
  void makeGroup() throws IOException {
    assumeTrue(
        Files.exists(MEMORY.resolve("cgroup.procs")), "this machine has no v1 hierarchy any more");
    group = new Cgroup(MEMORY).child("recordedrun-test-" + UUID.randomUUID()).create();
  }

  @AfterEach
  void removeGroup() throws IOException {
    group.remove();
  }

  @Test
  void whatRunsInTheGroupIsRecordedAndNothingElse() throws Exception {
    try (ArchiveStore store =
            ArchiveStores.open(ArchiveLocation.of(folder.resolve("archive")), Map.of());
        RunRecorder recorder = RunRecorder.start(setup(store))) {
      assertThat(run("sh", "-c", "ls /etc")).isZero();
      assertThat(run("sh", "-c", join(), "sh", "-c", "cat /etc/hostname; exit 4")).isEqualTo(4);
      recorder.finish(TaleExit.UNKNOWN, Duration.ofSeconds(20));
    }

    List<Event> events = events();
    assertThat(events)
        .filteredOn(Event.Exec.class::isInstance)
        .extracting(event -> ((Event.Exec) event).argv().getLast().toString())
        .containsExactly("cat /etc/hostname; exit 4", "/etc/hostname");
    assertThat(events.getLast())
        .isInstanceOfSatisfying(Event.Exit.class, exit -> assertThat(exit.code()).isEqualTo(4));
  }

  private RunRecorder.Setup setup(ArchiveStore store) throws IOException {
    return new RunRecorder.Setup(
        new RecordingRequest(
            new RunIdentity(null, "memory", "0", null, null),
            store.location().toString(),
            List.of("sh"),
            folder.toString(),
            null,
            Recording.DEFAULT,
            List.of(),
            10,
            20),
        new Scope(new CgroupHierarchy(Version.V1, new Cgroup(MEMORY)), group, null),
        new Spool(Files.createDirectory(folder.resolve("spool"))),
        store,
        Path.of("/proc"),
        Map.of(),
        Clock.systemUTC());
  }

  /** A script that enters the group and becomes the command that is its arguments. */
  private String join() {
    return "echo 0 > %s; exec \"$0\" \"$@\"".formatted(group.processes());
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  private List<Event> events() throws IOException {
    List<Event> events = new ArrayList<>();
    try (Stream<Path> segments = Files.list(folder.resolve("archive/events"))) {
      for (Path segment : segments.sorted().toList()) {
        TraceReader.read(Files.newInputStream(segment), events::add);
      }
    }
    return events;
  }
}

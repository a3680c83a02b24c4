package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.FileKind;
import org.wholetale.recordedrun.trace.ProcessId;

/** How many bytes went where, and between which processes. */
@Execution(ExecutionMode.CONCURRENT)
class BytesTest {

  private static final String PIPELINE = "seq 20000 | sort -n | wc -c";
  private static final long SIZE_OF_20000_NUMBERS = 108_894;

  @TempDir static Path folder;
  private static Recording recording;

  private record Bytes(long read, long written) {
    Bytes plus(Bytes more) {
      return new Bytes(read + more.read, written + more.written);
    }
  }

  @BeforeAll
  static void record() throws Exception {
    Path program = CompiledProgram.of("bytes", folder.toRealPath());
    recording =
        Recordedrun.in(folder).record(List.of("--bytes"), "sh", "-c", program + " && " + PIPELINE);
  }

  @Test
  void theRecordingIsWhole() {
    assertThat(recording.command().exitCode()).as(recording.command().err()).isZero();
    assertThat(recording.manifest().trace().gaps()).isEmpty();
    assertThat(recording.manifest().trace().complete()).isTrue();
    assertThat(recording.verification().problems()).isEmpty();
  }

  @Test
  void itIsRecordedBesideEverythingElse(@TempDir Path other) throws Exception {
    Recording everything =
        Recordedrun.in(other)
            .record(
                List.of("--bytes", "--network", "--environment", "PATH", "--collect", "end"),
                "sh",
                "-c",
                PIPELINE);

    assertThat(everything.command().exitCode()).as(everything.command().err()).isZero();
    assertThat(everything.manifest().trace().complete()).isTrue();
    assertThat(everything.events(Event.Transfer.class)).isNotEmpty();
    assertThat(everything.events(Event.Exec.class))
        .allSatisfy(exec -> assertThat(exec.environment()).isNotEmpty());
  }

  @Test
  void everyCallThatMovesBytesIsCounted() {
    assertThat(byName())
        .contains(
            entry("by-every-call", new Bytes(222_222, 1_111_111)),
            entry("from", new Bytes(5_000 + 700 + 60, 9_000)),
            entry("to", new Bytes(0, 5_700)));
  }

  @Test
  void aFifoHasTwoEnds() {
    assertThat(ends(fileOf("fifo")))
        .containsExactlyInAnyOrder(new Bytes(1_234, 0), new Bytes(0, 1_234));
  }

  @Test
  void aSocketKnowsTheOneAtItsOtherEnd() {
    List<Event.Transfer> sockets = of(FileKind.SOCKET);

    assertThat(sockets).extracting(Event.Transfer::read).containsExactlyInAnyOrder(42L, 0L);
    assertThat(sockets).extracting(Event.Transfer::written).containsExactlyInAnyOrder(42L, 0L);
    assertThat(sockets)
        .extracting(Event.Transfer::peer)
        .containsExactlyInAnyOrderElementsOf(
            sockets.stream().map(socket -> socket.file().inode()).toList());
  }

  @Test
  void aPipelineIsJoinedEndToEnd() {
    Map<String, String> programs = new HashMap<>();
    of(FileKind.FIFO).stream()
        .collect(Collectors.groupingBy(Event.Transfer::file))
        .values()
        .forEach(ends -> {
          String writer = whoMoved(ends, Event.Transfer::written);
          programs.put(writer, whoMoved(ends, Event.Transfer::read));
        });

    assertThat(programs).contains(entry("seq", "sort"), entry("sort", "wc"));
    assertThat(
            of(FileKind.FIFO).stream()
                .filter(end -> programOf(end.process()).equals("wc"))
                .mapToLong(Event.Transfer::read)
                .sum())
        .isEqualTo(SIZE_OF_20000_NUMBERS);
  }

  private static String whoMoved(List<Event.Transfer> ends, Function<Event.Transfer, Long> what) {
    return ends.stream()
        .filter(end -> what.apply(end) > 0)
        .map(end -> programOf(end.process()))
        .distinct()
        .collect(Collectors.joining(" and "));
  }

  private static String programOf(ProcessId process) {
    return recording.events(Event.Exec.class).stream()
        .filter(exec -> exec.process().equals(process))
        .map(exec -> exec.argv().getFirst().toString())
        .reduce("", (_, last) -> last);
  }

  private static List<Event.Transfer> of(FileKind kind) {
    return recording.events(Event.Transfer.class).stream()
        .filter(transfer -> transfer.kind() == kind)
        .toList();
  }

  private static FileId fileOf(String name) {
    return recording.events(Event.Open.class).stream()
        .filter(open -> open.path().toString().equals(folder.resolve(name).toString()))
        .findFirst()
        .orElseThrow()
        .file();
  }

  private static List<Bytes> ends(FileId file) {
    return List.copyOf(
        recording.events(Event.Transfer.class).stream()
            .filter(transfer -> transfer.file().equals(file))
            .collect(
                Collectors.toMap(
                    Event.Transfer::process,
                    transfer -> new Bytes(transfer.read(), transfer.written()),
                    Bytes::plus))
            .values());
  }

  private static Map<String, Bytes> byName() {
    return recording.events(Event.Open.class).stream()
        .filter(open -> open.path().toString().startsWith(folder.toString()))
        .collect(
            Collectors.toMap(
                open -> folder.relativize(Path.of(open.path().toString())).toString(),
                open -> ends(open.file()).stream().reduce(new Bytes(0, 0), Bytes::plus),
                (one, _) -> one));
  }
}

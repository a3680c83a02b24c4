package org.wholetale.recordedrun.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Endpoint;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.EventJson;
import org.wholetale.recordedrun.trace.Events;
import org.wholetale.recordedrun.trace.ResourceUsage;

class EventAssemblerTest {

  private static final String ROOT = "D 0 1 1000000000 a b a 0 /";
  private static final String SH = "\\x73\\x68\\x00";

  @TempDir Path proc;

  @ParameterizedTest
  @ValueSource(strings = {"hello", "network"})
  void kernelLinesBecomeEvents(String what) throws IOException {
    List<Event> events = new ArrayList<>();
    EventAssembler assembler = assembler();
    read(what + ".lines")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> accept(assembler, events, line));

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = EventJson.generator(out)) {
      for (int i = 0; i < events.size(); i++) {
        EventJson.write(json, i, events.get(i));
        EventJson.endLine(json);
      }
    }
    assertThat(out.toString(UTF_8)).isEqualTo(read(what + ".ndjson"));
  }

  @Test
  void argumentsBeyondWhatAProbePutsOutComeFromProc() throws IOException {
    Files.createDirectory(proc.resolve("7"));
    Files.writeString(proc.resolve("7/cmdline"), "sh\0-c\0");

    assertThat(exec(6, "A 0 2 1 7 " + SH).argv()).isEqualTo(Events.texts("sh", "-c"));
    assertThat(exec(6, "A 0 2 1 7 " + SH).truncated()).isFalse();
  }

  @Test
  void argumentsThatAreNowhereToBeFoundAreSaidToBeCut() {
    Event.Exec exec = exec(6, "A 0 2 1 7 " + SH);

    assertThat(exec.argv()).isEqualTo(Events.texts("sh"));
    assertThat(exec.truncated()).isTrue();
  }

  @Test
  void argumentsLeftOverByAnExecThatWasLostAreNotTheNextOnes() {
    Event.Exec exec = exec(3, "A 0 2 1 7 \\x6f\\x6c\\x64\\x00", "A 0 3 1 7 " + SH);

    assertThat(exec.argv()).isEqualTo(Events.texts("sh"));
    assertThat(exec.truncated()).isTrue();
  }

  @Test
  void anExecHasTheVariablesThatWereAskedFor() {
    // B=1 A=x A=y AB=z
    Event.Exec exec =
        exec(0, "T 0 2 1 7 0 17 " + hex("B=1\0A=x\0A"), "T 0 3 1 7 9 17 " + hex("=y\0AB=z\0"));

    assertThat(exec.environment()).isEqualTo(Map.of("A", ByteString.of("x")));
    assertThat(exec.truncated()).isFalse();
  }

  @Test
  void variablesBeyondWhatAProbePutsOutComeFromProc() throws IOException {
    Files.createDirectory(proc.resolve("7"));
    Files.writeString(proc.resolve("7/environ"), "A=x\0LONG=abc\0");

    assertThat(exec(0, "T 0 2 1 7 0 13 " + hex("A=x\0LONG=a")).environment())
        .isEqualTo(Map.of("A", ByteString.of("x"), "LONG", ByteString.of("abc")));
  }

  @Test
  void variablesThatAreNowhereToBeFoundAreSaidToBeCut() {
    Event.Exec exec = exec(0, "T 0 2 1 7 0 13 " + hex("A=x\0LONG=a"));

    assertThat(exec.environment())
        .isEqualTo(Map.of("A", ByteString.of("x"), "LONG", ByteString.of("a")));
    assertThat(exec.truncated()).isTrue();
  }

  @Test
  void whatFollowsALostPieceOfAnEnvironmentIsNotTakenForItsBeginning() {
    Event.Exec exec = exec(0, "T 0 2 1 7 0 13 " + hex("B=1\0"), "T 0 4 1 7 9 13 " + hex("A=x\0"));

    assertThat(exec.environment()).isEmpty();
    assertThat(exec.truncated()).isTrue();
  }

  @Test
  void emptyArgumentsAreArguments() {
    assertThat(exec(5, "A 0 2 1 7 " + SH + "\\x00\\x00").argv())
        .isEqualTo(Events.texts("sh", "", ""));
    assertThat(exec(0).argv()).isEmpty();
  }

  @Test
  void aRenameWhoseFirstLineIsMissingSaysSo() {
    List<Event> events = new ArrayList<>();
    EventAssembler assembler = assembler();
    accept(assembler, events, ROOT);
    accept(assembler, events, "R 0 2 1000001000 7 7 1000000000 0 a b new");

    assertThat(((Event.Rename) events.getFirst()).from()).isEqualTo(ByteString.of("/..."));
    assertThat(((Event.Rename) events.getFirst()).truncated()).isTrue();
  }

  @Test
  void aNumberThatIsUsedAgainMayEndAgain() {
    List<Event> events = new ArrayList<>();
    EventAssembler assembler = assembler();
    accept(assembler, events, "Q 0 1 1000001000 7 7 1000000000 0 9 5 6 7 8 1");
    accept(assembler, events, "Q 0 2 1000002000 7 7 1000000000 0 9 5 6 7 8 1");
    accept(assembler, events, "Q 0 3 1000003000 7 7 1000002500 256 9 -1 -1 -1 -1 1");

    assertThat(events).hasSize(2);
    assertThat(((Event.Exit) events.getLast()).code()).isEqualTo(1);
  }

  @Test
  void whatAProcessTookIsTheKernelsAccount() {
    List<Event> events = new ArrayList<>();
    EventAssembler assembler = assembler();
    accept(assembler, events, "W 0 1 1000001000 7 9 1000000000 30 1 2 3 4");
    accept(assembler, events, "W 0 2 1000001000 7 7 1000000000 10 1 1 1 1");
    accept(assembler, events, "Q 0 3 1000001000 7 8 1000000000 0 50 3 3 3 3 2");
    accept(assembler, events, "Q 0 4 1000002000 8 8 1000001000 0 90 -1 -1 -1 -1 2");

    assertThat(events)
        .extracting(event -> ((Event.Exit) event).usage())
        .containsExactly(
            new ResourceUsage(90, null, new ResourceUsage.Io(5, 6, 7, 8)),
            new ResourceUsage(90, null, null));
  }

  @Test
  void aPeakOfMemoryOfBeforeTheExecIsNotTheProgramsOwn() {
    List<Event> events = new ArrayList<>();
    EventAssembler assembler = assembler();
    accept(assembler, events, ROOT);
    for (int peak : List.of(300, 301)) {
      accept(assembler, events, "X 0 2 1000001000 7 7 1000000000 77 1 1 0 0 a b a b 0 300 sh");
      accept(
          assembler,
          events,
          "Q 0 3 10000020%d 7 7 1000000000 0 9 1 1 1 1 %d".formatted(peak, peak));
      assembler = assembler();
      accept(assembler, events, ROOT);
    }

    assertThat(events)
        .filteredOn(Event.Exit.class::isInstance)
        .extracting(event -> Objects.requireNonNull(((Event.Exit) event).usage()).maxRssBytes())
        .containsExactly(null, 301L * LinuxCalls.PAGE_SIZE);
  }

  @Test
  void aSocketWhoseAddressIsMissingSaysSo() {
    List<Event> events = new ArrayList<>();
    accept(assembler(), events, "K 0 1 1000001000 7 7 1000000000 1 0 55 0 0 1 a b");

    Event.Connect connect = (Event.Connect) events.getFirst();
    assertThat(connect.ends().peer()).isEqualTo(new Endpoint.UnixPath(ByteString.of("/...")));
    assertThat(connect.truncated()).isTrue();
  }

  @Test
  void aQuestionHalfOfWhoseLinesAreMissingIsNoEvent() {
    List<Event> events = new ArrayList<>();
    EventAssembler assembler = assembler();
    accept(assembler, events, "P 0 1 1000001000 7 0 \\x00");
    accept(assembler, events, "L 0 2 1000002000 7 7 1000000000 1 55 100007f35000002 0 0 33");
    accept(assembler, events, "Q 0 3 1000003000 7 7 1000000000 0 9 5 6 7 8 1");

    assertThat(events).hasExactlyElementsOfTypes(Event.Exit.class);
  }

  @Test
  void aLineOfUnknownKindIsRefused() {
    assertThatThrownBy(() -> accept(assembler(), new ArrayList<>(), "Z 0 1 5 6"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("kind: Z");
  }

  private Event.Exec exec(int size, String... argumentLines) {
    List<Event> events = new ArrayList<>();
    EventAssembler assembler = assembler();
    accept(assembler, events, ROOT);
    for (String line : argumentLines) {
      accept(assembler, events, line);
    }
    accept(
        assembler,
        events,
        "X 0 9 1000000000 7 7 1000000000 77 1 1 1000 100 a b a b %d 300 sh".formatted(size));
    return (Event.Exec) events.getFirst();
  }

  private EventAssembler assembler() {
    return new EventAssembler(
        1_000_000_000,
        new PathTable(160),
        new CommandLines(proc, List.of("A", "LONG")),
        TaleProcesses.everything(null));
  }

  private static String hex(String text) {
    return text.chars().mapToObj("\\x%02x"::formatted).collect(Collectors.joining());
  }

  private static void accept(EventAssembler assembler, List<Event> events, String line) {
    assembler.accept(KernelLine.parse(ByteString.of(line))).ifPresent(events::add);
  }

  private static String read(String resource) throws IOException {
    try (var in = EventAssemblerTest.class.getResourceAsStream(resource)) {
      return new String(Objects.requireNonNull(in, resource).readAllBytes(), UTF_8);
    }
  }
}

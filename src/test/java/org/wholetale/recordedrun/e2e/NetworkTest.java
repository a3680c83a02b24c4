package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wholetale.recordedrun.trace.Endpoint;
import org.wholetale.recordedrun.trace.Event;

/**
 * Whether the network is recorded, and that its sums are right; {@code CoverageTest} has the rest.
 */
@Execution(ExecutionMode.CONCURRENT)
class NetworkTest {

  private static final String REFUSED = "exec 3<> /dev/tcp/127.0.0.1/1";

  @TempDir Path folder;
  private String sockets = "";

  @BeforeEach
  void makeProgram() throws Exception {
    sockets = CompiledProgram.of("sockets", folder).toString();
  }

  @Test
  void nothingOfItIsRecordedUnlessAskedFor() throws Exception {
    Recording recording = Recordedrun.in(folder).recordProcesses("bash", "-c", REFUSED);

    assertThat(recording.events(Event.OfSocket.class)).isEmpty();
    assertThat(recording.manifest().recorder().probes()).doesNotContain("network", "traffic");
  }

  @Test
  void aRunAsksForItInItsSpec() throws Exception {
    LocalRun runs = new LocalRun(folder);
    Path run = runs.script("asks", "bash -c '" + REFUSED + "'", "recording: {network: true}");

    Recording recording = runs.recording("asks", runs.run(run.toString()));

    assertThat(recording.events(Event.Connect.class))
        .filteredOn(e -> e.socket().protocol().equals("tcp"))
        .extracting(e -> e.ends().peer(), Event.Connect::errno)
        .containsExactly(tuple(new Endpoint.Ip("127.0.0.1", 1), 111));
    assertThat(recording.manifest().trace().complete()).isTrue();
  }

  @Test
  void whatGlibcLooksUpIsSeen() throws Exception {
    Path servers = Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.0.0.1\n");
    Path switches = Files.writeString(folder.resolve("nsswitch.conf"), "hosts: dns\n");

    Recording recording =
        record(
            "%s of-its-own unshare --mount sh -c 'mount --bind %s /etc/resolv.conf && mount --bind %s /etc/nsswitch.conf && getent ahosts www.example.org'"
                .formatted(sockets, servers, switches));

    assertThat(recording.events(Event.Lookup.class))
        .extracting(e -> "%s %s %s".formatted(e.name(), e.record(), e.server().address()))
        .contains("www.example.org A 127.0.0.1", "www.example.org AAAA 127.0.0.1");
  }

  @Test
  void noByteIsCountedTwiceOrNotAtAll() throws Exception {
    Recording many = record(sockets + " many");
    assertThat(sum(many, Event.Traffic::sent)).isEqualTo(2 * 700);
    assertThat(many.events(Event.Traffic.class).stream().map(e -> e.socket().inode()).distinct())
        .hasSize(700);
  }

  @Test
  void threadsThatShareASocketAreCountedTogether() throws Exception {
    Recording recording = record(sockets + " threads");

    assertThat(sum(recording, Event.Traffic::sent)).isEqualTo(2000);
    assertThat(sum(recording, Event.Traffic::received)).isEqualTo(2000);
    assertThat(recording.events(Event.Traffic.class)).extracting(Event.Traffic::process).hasSize(3);
  }

  @Test
  void whatWasSentBeforeASuddenEndIsCounted() throws Exception {
    Recording recording = record(sockets + " killed; " + sockets + " thread-executes");

    assertThat(recording.events(Event.Traffic.class))
        .extracting(Event.Traffic::sent)
        .containsExactly(2L, 3L);
  }

  private Recording record(String script) throws Exception {
    Recording recording =
        Recordedrun.in(folder).recordNetworkOnly("sh", "-c", script + "; sleep 0.2");
    assertThat(recording.manifest().trace().complete()).as(recording.command().err()).isTrue();
    return recording;
  }

  private static long sum(Recording recording, ToLongFunction<Event.Traffic> of) {
    List<Event.Traffic> all = recording.events(Event.Traffic.class);
    return all.stream().mapToLong(of).sum();
  }
}

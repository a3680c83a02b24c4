package org.wholetale.recordedrun.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.trace.AccessMode.READ;
import static org.wholetale.recordedrun.trace.AccessMode.WRITE;
import static org.wholetale.recordedrun.trace.Events.at;
import static org.wholetale.recordedrun.trace.Events.close;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.open;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Endpoint;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.OpenFlags;
import org.wholetale.recordedrun.trace.SocketId;

/** What a run used that nobody declared. */
class UndeclaredTest {

  @Test
  void whatLiesInImageWorkspaceDataAndKernelIsDeclared() {
    Undeclared undeclared =
        Undeclared.of(
            Runs.of(
                exec(1, 7, "cat"),
                open(2, 7, READ, "/usr/lib/libc.so.6", 1),
                open(3, 7, READ, "/work/workspace/a", 2),
                open(4, 7, READ, "/work/data/b", 3),
                open(5, 7, READ, "/proc/cpuinfo", 4)));

    assertThat(undeclared.isEmpty()).isTrue();
    assertThat(UndeclaredText.of(undeclared, false)).startsWith("nothing is known");
  }

  @Test
  void whatTheRunFoundInAScratchFolderIsNotAndWhatItWroteThereIs() {
    Undeclared undeclared =
        Undeclared.of(
            Runs.of(
                exec(1, 7, "cat"),
                open(2, 7, READ, "/tmp/left-behind", 1),
                open(3, 7, WRITE, "/tmp/own", 2, OpenFlags.CREATED),
                close(4, 7, "/tmp/own", 2),
                open(5, 7, READ, "/tmp/own", 2)));

    assertThat(UndeclaredText.of(undeclared, false))
        .isEqualTo("file     /tmp/left-behind  read by cat\n");
  }

  @Test
  void withoutAnImageTheMachinesFilesAreNotDeclared() {
    RunRecord run = Runs.of(exec(1, 7, "cat"), open(2, 7, READ, "/usr/lib/libc.so.6", 1));
    RunRecord bare =
        new RunRecord(Runs.image(run.description(), null, null), run.graph(), run.contents());

    assertThat(Undeclared.of(bare).files()).hasSize(1);
  }

  @Test
  void theNetworkIsToldOnceWithAllWhoUsedItSo() {
    Endpoint.Ip server = new Endpoint.Ip("192.0.2.7", 443);
    Undeclared undeclared =
        Undeclared.of(
            Runs.of(
                exec(1, 7, "curl"),
                exec(1, 8, "wget"),
                new Event.Lookup(
                    at(2, 7),
                    new SocketId("udp", 1),
                    ByteString.of("data.example.org"),
                    "AAAA",
                    new Endpoint.Ip("127.0.0.53", 53),
                    false,
                    false),
                connect(3, 7, server, null),
                connect(4, 8, server, null),
                connect(5, 8, new Endpoint.Ip("2001:db8::1", 80), 101),
                connect(6, 8, new Endpoint.Ip("127.0.0.1", 80), null),
                connect(7, 8, new Endpoint.UnixPath(ByteString.of("/run/nscd/socket")), 2)));

    assertThat(UndeclaredText.of(undeclared, false))
        .isEqualTo(
            """
            network  looked up data.example.org (AAAA) at 127.0.0.53:53: curl
            network  connected to 192.0.2.7:443 by tcp: curl, wget
            network  failed to reach [2001:db8::1]:80 by tcp: wget
            """);
  }

  private static Event.Connect connect(
      long micros, int pid, Endpoint peer, @Nullable Integer errno) {
    return new Event.Connect(
        at(micros, pid),
        new SocketId("tcp", micros),
        new Endpoint.Pair(peer, null, null),
        false,
        errno,
        false,
        false);
  }
}

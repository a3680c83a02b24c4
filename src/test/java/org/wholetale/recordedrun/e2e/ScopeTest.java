package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;

/** A trace holds what the command did, exactly, and nothing that others did. */
@Execution(ExecutionMode.CONCURRENT)
class ScopeTest {

  private static final ByteString SLASH = ByteString.of("/");

  @TempDir Path folder;

  @Test
  void hostileFileNamesComeOutAsTheyAreAndForgeNothing() throws IOException, InterruptedException {
    List<ByteString> hostile =
        List.of(
            ByteString.of("new\nline"),
            ByteString.of("quo\"te'and\\"),
            ByteString.of("\u001b[31mred\u001b[0m"),
            ByteString.copyOf(new byte[] {(byte) 0xff, 'x', (byte) 0xc3, (byte) 0x80, (byte) 0xc3}),
            ByteString.of("x\nQ 0 1 1 1 1 1 256\n"),
            ByteString.of("{\"type\": \"printf\", \"data\": \"Q 0 1 1 1 1 1 256\"}"),
            ByteString.of("\\n\\uffffffff\r\t end "));
    Path files = Files.createDirectory(folder.resolve("files"));
    // printf(1) makes the bytes of octal escapes
    StringBuilder script = new StringBuilder("cd \"$1\"\n");
    for (ByteString name : hostile) {
      script.append(": > \"$(printf '").append(octal(name)).append("_').txt\"\n");
    }

    Recording recording =
        Recordedrun.in(folder).record("sh", "-c", script.toString(), "sh", files.toString());

    ByteString base = ByteString.of(files.toRealPath().toString()).concat(SLASH);
    assertThat(recording.events(Event.Open.class))
        .filteredOn(open -> open.flags().created())
        .extracting(Event.Open::path)
        .containsExactlyInAnyOrderElementsOf(
            hostile.stream()
                .map(name -> base.concat(name).concat(ByteString.of("_.txt")))
                .toList());
    // The shell, and a child of it for each name.
    assertThat(recording.events(Event.Exit.class)).hasSize(1 + hostile.size());
    assertThat(recording.events(Event.Exec.class))
        .singleElement()
        .satisfies(
            exec -> assertThat(exec.argv().get(2)).isEqualTo(ByteString.of(script.toString())));
    assertThat(recording.command().exitCode()).isEqualTo(0);
    assertThat(recording.verification().problems()).isEmpty();
    assertThat(recording.manifest().trace().complete()).isTrue();
  }

  @Test
  void whatRunsBesideTheCommandIsNotInItsTrace() throws IOException, InterruptedException {
    // Each opens its end of a pipe for the other, so that the neighbour runs while the command
    // does.
    String command =
        """
        echo go > ask
        for i in $(seq 100); do /bin/true; done
        read done < answer
        cat /etc/passwd
        """;
    String beside =
        """
        mkfifo ask answer
        : > ready
        read go < ask
        for i in $(seq 20); do : > file; /bin/true; done
        echo done > answer
        """;
    Path shell = Files.copy(Path.of("/bin/sh"), folder.resolve("neighbour"));
    Process neighbour =
        new ProcessBuilder(shell.toString(), "-c", beside).directory(folder.toFile()).start();

    Recording recording;
    try {
      await().until(() -> Files.exists(folder.resolve("ready")));
      recording =
          Recordedrun.in(folder)
              .record("sh", "-c", "cd \"$1\"\n" + command, "sh", folder.toString());
      assertThat(neighbour.waitFor()).isZero();
    } finally {
      neighbour.destroyForcibly();
    }

    assertThat(recording.events()).noneMatch(event -> event.toString().contains("neighbour"));
    assertThat(recording.events(Event.Fork.class)).hasSize(102);
    // sh, seq, 100 times true, cat
    assertThat(recording.events(Event.Exec.class)).hasSize(103);
  }

  private static String octal(ByteString text) {
    byte[] bytes = text.toByteArray();
    return Stream.iterate(0, i -> i < bytes.length, i -> i + 1)
        .map(i -> "\\%03o".formatted(bytes[i] & 0xff))
        .reduce("", String::concat);
  }
}

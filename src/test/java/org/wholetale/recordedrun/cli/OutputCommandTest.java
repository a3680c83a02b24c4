package org.wholetale.recordedrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.trace.Events;
import picocli.CommandLine;

class OutputCommandTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StringWriter messages = new StringWriter();

  @TempDir Path folder;

  @Test
  void bytesComeOutAsTheyWereOnTheStreamTheyWereOn() throws IOException {
    run().manifest();

    assertThat(output(out, err)).isZero();
    assertThat(out.toByteArray())
        .isEqualTo(new byte[] {'o', 'n', 'e', '\n', (byte) 0xff, 't', 'w', 'o', '\n'});
    assertThat(err.toString(UTF_8)).isEqualTo("\u001b[31moh\n");
    assertThat(messages.toString()).isEmpty();
  }

  @Test
  void bothStreamsOnOneTerminalAreInTheOrderTheyCame() throws IOException {
    run().manifest();

    assertThat(output(out, out)).isZero();
    assertThat(out.toByteArray())
        .startsWith("one\n\u001b[31moh\n".getBytes(UTF_8))
        .endsWith("two\n".getBytes(UTF_8));
  }

  @Test
  void oneStreamCanBeHadAlone() throws IOException {
    run().manifest();

    assertThat(output(out, err, "--stream", "stderr")).isZero();
    assertThat(out.size()).isZero();
    assertThat(err.toString(UTF_8)).isEqualTo("\u001b[31moh\n");
    assertThat(output(out, err, "--stream", "both")).isEqualTo(2);
    assertThat(messages.toString()).contains("stdout, stderr");
  }

  @Test
  void aMissingSegmentIsNamedAndTheRestPrinted() throws IOException {
    run().manifest();
    Files.delete(folder.resolve("output").resolve(TestArchive.name(0)));

    assertThat(output(out, err)).isEqualTo(1);
    assertThat(messages.toString()).contains("output/000000.ndjson.zst and what lies between");
    assertThat(out.toString(UTF_8)).isEqualTo("two\n");
  }

  @Test
  void aTaleThatPrintedNothingPrintsNothing() throws IOException {
    TestArchive.in(folder).events(0, Events.exec(1, 7, "true"));

    assertThat(output(out, err)).isZero();
    assertThat(out.size()).isZero();
    assertThat(messages.toString()).contains("has no manifest");
  }

  private TestArchive run() throws IOException {
    return TestArchive.in(folder)
        .output(
            0,
            "{\"t\":1,\"stream\":\"stdout\",\"data\":\"one\\n\"}",
            "{\"t\":2,\"stream\":\"stderr\",\"data\":\"\\u001b[31moh\\n\"}",
            "{\"t\":3,\"stream\":\"stdout\",\"dataB64\":\"/w==\"}")
        .output(1, "{\"t\":4,\"stream\":\"stdout\",\"data\":\"two\\n\"}");
  }

  private int output(ByteArrayOutputStream toOut, ByteArrayOutputStream toErr, String... options) {
    return new CommandLine(new OutputCommand(Map.of(), toOut, toErr))
        .setErr(new PrintWriter(messages, true))
        .execute(
            Stream.concat(Stream.of(folder.toString()), Stream.of(options)).toArray(String[]::new));
  }
}

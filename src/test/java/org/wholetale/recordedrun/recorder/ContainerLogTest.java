package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wholetale.recordedrun.recorder.OutputRecorder.Stream;
import org.wholetale.recordedrun.trace.ByteString;

class ContainerLogTest {

  private static final String TIME = "2026-11-23T06:00:00.123456789Z";

  @Test
  void aFullLineHasItsNewlineBack() {
    assertParsed(TIME + " stdout F hello  world ", Stream.STDOUT, "hello  world \n");
    assertParsed(TIME + " stderr F ", Stream.STDERR, "\n");
  }

  @Test
  void aPartOfALineHasNone() {
    assertParsed(TIME + " stdout P hel", Stream.STDOUT, "hel");
    assertParsed(TIME + " stdout P:more lo", Stream.STDOUT, "lo");
  }

  @Test
  void timesMayHaveAnOffset() {
    assertParsed("2026-11-23T07:00:00.123456789+01:00 stdout F x", Stream.STDOUT, "x\n");
  }

  @Test
  void whatLooksLikeALogLineInTheTextIsText() {
    assertParsed(TIME + " stdout F " + TIME + " stderr F x", Stream.STDOUT, TIME + " stderr F x\n");
  }

  @Test
  void bytesThatAreNoTextStayAsTheyAre() {
    ByteString bytes = ByteString.copyOf(new byte[] {(byte) 0xff, 0, 0x1b});

    assertThat(ContainerLog.parse(ByteString.of(TIME + " stdout P ").concat(bytes)))
        .hasValueSatisfying(line -> assertThat(line.text()).isEqualTo(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "yesterday stdout F x", TIME, TIME + " stdout", TIME + " a F"})
  void whatIsNoLogLineIsNone(String line) {
    assertThat(ContainerLog.parse(ByteString.of(line))).isEmpty();
  }

  private static void assertParsed(String line, Stream stream, String text) {
    assertThat(ContainerLog.parse(ByteString.of(line)))
        .contains(
            new ContainerLog(
                Instant.parse("2026-11-23T06:00:00.123456789Z"), stream, ByteString.of(text)));
  }
}

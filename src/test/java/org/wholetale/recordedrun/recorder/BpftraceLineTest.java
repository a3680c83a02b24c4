package org.wholetale.recordedrun.recorder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.wholetale.recordedrun.recorder.BpftraceLine.Counters;
import org.wholetale.recordedrun.recorder.BpftraceLine.LostEvents;
import org.wholetale.recordedrun.recorder.BpftraceLine.Message;
import org.wholetale.recordedrun.recorder.BpftraceLine.Printed;
import org.wholetale.recordedrun.recorder.BpftraceLine.Sums;
import org.wholetale.recordedrun.trace.ByteString;

class BpftraceLineTest {

  @Property(tries = 1000)
  void whatAProbePrintedComesBackByteByByte(@ForAll byte[] bytes) {
    assertThat(parse(printed(new String(bytes, ISO_8859_1))))
        .isEqualTo(new Printed(ByteString.copyOf(bytes)));
  }

  @Property(tries = 500)
  void noLineAtAllMakesItFail(@ForAll byte[] any, @ForAll String text) {
    assertThatCode(() -> BpftraceLine.parse(any, 0, any.length)).doesNotThrowAnyException();
    assertThatCode(() -> parse("{\"type\": \"printf\", \"data\": \"" + text))
        .doesNotThrowAnyException();
    assertThatCode(() -> parse("{\"type\": \"map\", \"data\": {\"@n\": {\"" + text + "\": 1}}}"))
        .doesNotThrowAnyException();
  }

  @Example
  void argumentsComeAsTheProbeWroteThem() {
    assertThat(
            parse(
                "{\"type\": \"printf\", \"data\":"
                    + " \"A 0 8 1542684642514 11939 \\\\x73\\\\x68\\\\x00\\n\"}"))
        .isEqualTo(text("A 0 8 1542684642514 11939 \\x73\\x68\\x00"));
  }

  @Example
  void bytesFrom0x80OnComeSignExtended() {
    assertThat(parse("{\"type\": \"printf\", \"data\": \"U \\uffffffc3\\uffffffa9\\n\"}"))
        .isEqualTo(text("U é"));
  }

  @Example
  void controlCharactersComeAsFourDigits() {
    assertThat(parse("{\"type\": \"printf\", \"data\": \"U \\u001b[2J\\u0001\\t\\n\"}"))
        .isEqualTo(text("U \u001b[2J\u0001\t"));
  }

  @Example
  void aNameCannotEndItsLineOrForgeAnother() {
    String hostile = "x\"}\n{\"type\": \"printf\", \"data\": \"Q 0 1 1 1 1 1 0\\n\"}\n";

    assertThat(parse(printed("U 0 1 5 " + hostile))).isEqualTo(text("U 0 1 5 " + hostile));
  }

  @Example
  void onlyTheNewlineOfTheProbeIsTakenAway() {
    assertThat(parse("{\"type\": \"printf\", \"data\": \"U a\\n\\n\"}")).isEqualTo(text("U a\n"));
    assertThat(parse("{\"type\": \"printf\", \"data\": \"\"}")).isEqualTo(text(""));
  }

  @Example
  void countersComeByProcessorInAnyOrder() {
    assertThat(parse("{\"type\": \"map\", \"data\": {\"@n\": {\"1\": 734, \"0\": 1555}}}"))
        .isEqualTo(new Counters(Map.of(0, 1555L, 1, 734L)));
    assertThat(parse("{\"type\": \"map\", \"data\": {\"@n\": {}}}"))
        .isEqualTo(new Counters(Map.of()));
  }

  @Example
  void sumsComeByTheirKeys() {
    assertThat(parse("{\"type\": \"map\", \"data\": {\"@read1\": {\"7,1\": 34, \"7,2\": 5}}}"))
        .isEqualTo(new Sums("@read1", Map.of("7,1", 34L, "7,2", 5L)));
    assertThat(parse("{\"type\": \"map\", \"data\": {\"@moved\": 39}}"))
        .isEqualTo(new Sums("@moved", Map.of("", 39L)));
  }

  @Example
  void whatBpftraceLostIsItsOwnCount() {
    assertThat(parse("{\"type\": \"lost_events\", \"data\": {\"events\": 194187}}"))
        .isEqualTo(new LostEvents(194_187));
  }

  @Example
  void allElseIsAMessage() {
    for (String line :
        new String[] {
          "{\"type\": \"attached_probes\", \"data\": {\"probes\": 33}}",
          "{\"type\": \"map\", \"data\": {\"@other\": {\"0\": 1}}}",
          "{\"type\": \"map\", \"data\": {\"@n\": {\"zero\": 1}}}",
          "{\"type\": \"map\", \"data\": {\"@n\": 7}}",
          "{\"type\": \"helper_error\", \"msg\": \"E2BIG\", \"helper\": \"map_update_elem\"}",
          "{\"type\": \"pri",
          "WARNING: couldn't set RLIMIT_MEMLOCK",
          ""
        }) {
      assertThat(parse(line)).isEqualTo(new Message(line));
    }
  }

  private static Printed text(String text) {
    return new Printed(ByteString.of(text));
  }

  private static BpftraceLine parse(String line) {
    byte[] among = ("before" + line + "after").getBytes(UTF_8);
    return BpftraceLine.parse(among, "before".length(), among.length - "after".length());
  }

  /** As bpftrace 0.17 and 0.23 print it: a char is signed to them. */
  private static String printed(String bytes) {
    StringBuilder line = new StringBuilder("{\"type\": \"printf\", \"data\": \"");
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      switch (c) {
        case '"' -> line.append("\\\"");
        case '\\' -> line.append("\\\\");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          if ((byte) c <= 0x1f) {
            line.append("\\u").append("%04x".formatted((int) (byte) c));
          } else {
            line.append(c);
          }
        }
      }
    }
    return line.append("\\n\"}").toString();
  }
}

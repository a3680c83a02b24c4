package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.wholetale.recordedrun.trace.ByteString;

class DnsQuestionTest {

  @Property(tries = 2000)
  void noDatagramMakesItFail(@ForAll byte[] any, @ForAll boolean cut) {
    byte[] question = question(List.of(), 1);
    System.arraycopy(any, 0, question, 0, Math.min(any.length, question.length));

    assertThatCode(() -> DnsQuestion.of(ByteString.copyOf(any), cut)).doesNotThrowAnyException();
    assertThatCode(() -> DnsQuestion.of(ByteString.copyOf(question), cut))
        .doesNotThrowAnyException();
  }

  @Property(tries = 500)
  void anyQuestionIsUnderstoodAndItsNameIsVisible(@ForAll("labels") List<byte[]> labels) {
    DnsQuestion question =
        DnsQuestion.of(ByteString.copyOf(question(labels, 28)), false).orElseThrow();

    assertThat(question.record()).isEqualTo("AAAA");
    assertThat(question.truncated()).isFalse();
    assertThat(question.name().toString())
        .matches("[!-~]+")
        .isEqualTo(labels.isEmpty() ? "." : question.name().toString());
  }

  @Property(tries = 500)
  void whereverItIsCutTheBeginningIsThere(
      @ForAll("labels") List<byte[]> labels, @ForAll @IntRange(min = 12, max = 300) int length) {
    ByteString whole = ByteString.copyOf(question(labels, 1));
    ByteString beginning = whole.substring(0, Math.min(length, whole.length()));
    String name = DnsQuestion.of(whole, false).orElseThrow().name().toString();

    DnsQuestion cut = DnsQuestion.of(beginning, true).orElseThrow();

    assertThat(name).startsWith(cut.name().toString());
    assertThat(cut.truncated()).isEqualTo(cut.record() == null);
  }

  @Example
  void whatIsSpecialInANameIsEscaped() {
    byte[] label = "a.b\\ \u00e9\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(DnsQuestion.of(ByteString.copyOf(question(List.of(label), 65280)), false))
        .contains(new DnsQuestion(ByteString.of("a\\.b\\\\\\032\\233\\010"), "TYPE65280", false));
  }

  @Example
  void anAnswerIsNoQuestion() {
    byte[] answer = question(List.of(), 1);
    answer[2] |= (byte) 0x80;

    assertThat(DnsQuestion.of(ByteString.copyOf(answer), false)).isEmpty();
  }

  @Example
  void whatEndsWithinItsNameIsNoQuestionUnlessItWasCut() {
    ByteString whole =
        ByteString.copyOf(question(List.of("example".getBytes(StandardCharsets.US_ASCII)), 1));
    ByteString part = whole.substring(0, 16);

    assertThat(DnsQuestion.of(part, false)).isEmpty();
    assertThat(DnsQuestion.of(part, true))
        .contains(new DnsQuestion(ByteString.of("exa"), null, true));
  }

  private static byte[] question(List<byte[]> labels, int type) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    for (byte[] label : labels) {
      out.write(label.length);
      out.writeBytes(label);
    }
    out.writeBytes(new byte[] {0, (byte) (type >> 8), (byte) type, 0, 1});
    return out.toByteArray();
  }

  @Provide
  Arbitrary<List<byte[]>> labels() {
    return Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(60).list().ofMaxSize(4);
  }
}

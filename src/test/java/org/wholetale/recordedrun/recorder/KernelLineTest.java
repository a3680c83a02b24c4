package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wholetale.recordedrun.recorder.KernelLine.Fields;
import org.wholetale.recordedrun.trace.ByteString;

class KernelLineTest {

  @Test
  void aLineBeginsWithWhatAllHaveAndEndsWithItsOwn() {
    KernelLine line = parse("G 1 42 1542684642514 -7 ffff888012345678 a name  with 5 spaces ");

    assertThat(line.kind()).isEqualTo('G');
    assertThat(line.cpu()).isEqualTo(1);
    assertThat(line.number()).isEqualTo(42);
    assertThat(line.time()).isEqualTo(1_542_684_642_514L);
    Fields fields = line.open();
    assertThat(fields.nextInt()).isEqualTo(-7);
    assertThat(fields.nextHex()).isEqualTo(0xffff888012345678L);
    assertThat(fields.rest()).isEqualTo(ByteString.of("a name  with 5 spaces "));
    assertThat(fields.rest()).isEqualTo(ByteString.EMPTY);
  }

  @Test
  void numbersFrom2To63OnAreUnsigned() {
    Fields fields = new Fields(ByteString.of("18446744073709551615 1"), 0);

    assertThat(Long.toUnsignedString(fields.nextLong())).isEqualTo("18446744073709551615");
    assertThat(fields.nextLong()).isEqualTo(1);
  }

  @Test
  void aLineWithoutItsStringHasAnEmptyOne() {
    KernelLine line = parse("D 0 1 5 a b a b ");
    Fields fields = line.open();
    for (int i = 0; i < 4; i++) {
      fields.nextHex();
    }

    assertThat(fields.rest()).isEqualTo(ByteString.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"F x", "F 0 x", "F 0 1 x", "F 0 ", "F -", "F 0x"})
  void aMalformedNumberIsRefusedWithoutTellingWhatFollows(String beginning) {
    assertThatThrownBy(() -> parse(beginning + " 1 secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(beginning)
        .hasMessageNotContaining("secret");
  }

  private static KernelLine parse(String text) {
    return KernelLine.parse(ByteString.of(text));
  }
}

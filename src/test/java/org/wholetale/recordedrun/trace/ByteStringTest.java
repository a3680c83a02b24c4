package org.wholetale.recordedrun.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.wholetale.recordedrun.trace.Event.Stamp;

class ByteStringTest {

  @Property(tries = 200)
  void itIsItsBytesAndNothingElse(@ForAll byte[] bytes) {
    ByteString text = ByteString.copyOf(bytes);

    assertThat(text.toByteArray()).isEqualTo(bytes);
    assertThat(text)
        .isEqualTo(ByteString.copyOf(bytes))
        .hasSameHashCodeAs(ByteString.copyOf(bytes));
    assertThat(text.length()).isEqualTo(bytes.length);
    assertThat(text.isEmpty()).isEqualTo(bytes.length == 0);
  }

  @Property(tries = 200)
  void itIsTextExactlyWhereItsBytesAreTheTextsOwn(@ForAll byte[] bytes) {
    boolean same = java.util.Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes);

    assertThat(ByteString.copyOf(bytes).utf8().isPresent()).isEqualTo(same);
  }

  @Property(tries = 200)
  void partsPutTogetherAreTheWhole(
      @ForAll("names") ByteString first, @ForAll("names") ByteString second) {
    ByteString both = first.concat(second);

    assertThat(both.substring(0, first.length())).isEqualTo(first);
    assertThat(both.substring(first.length(), both.length())).isEqualTo(second);
    assertThat(both.startsWith(first)).isTrue();
    assertThat(first.startsWith(both)).isEqualTo(second.isEmpty());
  }

  @Example
  void itDoesNotChangeWithTheArrayItWasMadeOf() {
    byte[] bytes = {'a', 'b'};
    ByteString text = ByteString.copyOf(bytes);
    bytes[0] = 'x';
    text.toByteArray()[1] = 'x';

    assertThat(text).isEqualTo(ByteString.of("ab"));
    assertThat(text.startsWith('a')).isTrue();
    assertThat(ByteString.EMPTY.startsWith('a')).isFalse();
  }

  @Example
  void itSortsByUnsignedBytes() {
    assertThat(ByteString.of("z")).isLessThan(ByteString.of("é"));
    assertThat(ByteString.of("a")).isLessThan(ByteString.of("aa"));
  }

  @Example
  void aProcessIsANumberAndAStart() {
    assertThat(new Stamp(1, 0, new ProcessId(5, 1), 5))
        .isNotEqualTo(new Stamp(1, 0, new ProcessId(5, 2), 5));
    assertThat(new FileId("254:0", -1).inodeText()).isEqualTo("18446744073709551615");
  }

  @Provide
  Arbitrary<ByteString> names() {
    return ArbitraryEvents.names();
  }
}

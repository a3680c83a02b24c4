package org.wholetale.recordedrun.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Events;

class ShellTextTest {

  @Example
  void whatIsSafeStaysAsItIs() {
    assertQuoted("run.sh", "run.sh");
    assertQuoted("--out=/a/b-c,d:e@f%g+h_1", "--out=/a/b-c,d:e@f%g+h_1");
  }

  @Example
  void whatAShellWouldTakeApartIsQuoted() {
    assertQuoted("", "''");
    assertQuoted("a b", "'a b'");
    assertQuoted("$HOME;*~", "'$HOME;*~'");
    assertQuoted("it's", "'it'\\''s'");
    assertQuoted("été", "'été'");
  }

  @Example
  void whatIsNotToBeSeenIsSpelledOut() {
    assertQuoted("a\nb\t\r", "$'a\\nb\\t\\r'");
    assertQuoted("\u001b[31m'\\", "$'\\x1b[31m\\'\\\\'");
    assertQuoted("é\u202e", "$'é\\xe2\\x80\\xae'");
    assertThat(ShellText.quote(ByteString.copyOf(new byte[] {'a', (byte) 0xff, 0x7f})))
        .isEqualTo("$'a\\xff\\x7f'");
  }

  @Example
  void aCommandLineIsItsWords() {
    assertThat(ShellText.commandLine(Events.texts("sh", "-c", "echo hi", "")))
        .isEqualTo("sh -c 'echo hi' ''");
  }

  @Example
  void aLongTextIsCutBetweenCharacters() {
    assertThat(ShellText.cut("12345678", 8)).isEqualTo("12345678");
    assertThat(ShellText.cut("123456789", 8)).isEqualTo("12345...");
    assertThat(ShellText.cut("\ud83d\ude00".repeat(9), 8))
        .isEqualTo("\ud83d\ude00".repeat(5) + "...");
  }

  @Property(tries = 500)
  void noBytesReachTheTerminalAsCommandsOrForgeALine(@ForAll byte[] bytes) {
    assertThat(ShellText.quote(ByteString.copyOf(bytes)).codePoints())
        .allMatch(c -> c >= 0x20 && (c < 0x7f || c > 0x9f));
  }

  private static void assertQuoted(String word, String quoted) {
    assertThat(ShellText.quote(ByteString.of(word))).isEqualTo(quoted);
  }
}

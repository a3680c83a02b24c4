package org.wholetale.recordedrun.report;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.ShellText;
import org.wholetale.recordedrun.trace.ByteString;

/** Text in which nothing is hidden: what does not show as itself is written out. */
final class VisibleText {

  private VisibleText() {}

  /** A name, in which the backslash is written twice. */
  static String name(ByteString name) {
    return ShellText.visible(name);
  }

  /** What somebody wrote; null where nobody did. */
  static @Nullable String words(@Nullable String words) {
    return words == null ? null : ShellText.visible(ByteString.of(words));
  }

  /**
   * What a program printed, its lines and tabs kept. Controls, of which terminals make colours and
   * more, become the pictures that Unicode has of them; bytes that are no text become U+FFFD.
   */
  static String printed(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c == '\n' || c == '\t') {
            out.append((char) c);
          } else if (c < 0x20) {
            out.append((char) (0x2400 + c));
          } else if (c == 0x7f) {
            out.append('\u2421');
          } else if (ShellText.isVisible(c)) {
            out.appendCodePoint(c);
          } else {
            out.append("\\u{").append(Integer.toHexString(c)).append('}');
          }
        });
    return out.toString();
  }
}

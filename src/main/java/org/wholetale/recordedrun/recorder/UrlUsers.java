package org.wholetale.recordedrun.recorder;

import org.wholetale.recordedrun.trace.ByteString;

/**
 * Replaces who logs in by a URL, as in {@code https://user:password@host}; the user too, since many
 * a token stands there.
 */
final class UrlUsers {

  private UrlUsers() {}

  /**
   * Replaces all of them; what is replaced already separates texts.
   *
   * @param cut whether the text may be the beginning of a longer one
   */
  static ByteString redact(ByteString text, boolean cut) {
    RedactedText result = new RedactedText(text);
    int nobodyUntil = 0;
    for (int i = 0; i + 3 <= text.length(); i++) {
      if (text.byteAt(i) == ':' && text.byteAt(i + 1) == '/' && text.byteAt(i + 2) == '/') {
        int from = i + 3;
        Authority authority = Authority.of(text, Math.max(from, nobodyUntil), cut);
        if (authority.userEnd() > from) {
          result.replace(from, authority.userEnd());
          i = authority.userEnd() - 1;
        } else {
          // So that many URLs with nobody in them take no longer than one.
          nobodyUntil = authority.end();
        }
      }
    }
    return result.result();
  }

  /**
   * Where a URL names whom it is for.
   *
   * @param userEnd where the user ends; -1 where there is none
   * @param end up to where that is known
   */
  private record Authority(int userEnd, int end) {

    static Authority of(ByteString text, int from, boolean cut) {
      int at = -1;
      int colon = -1;
      boolean isPort = true;
      int i = from;
      for (; i < text.length() && !endsUrl(text, i); i++) {
        byte b = text.byteAt(i);
        if (b == '@') {
          at = i;
        } else if (b == ':') {
          isPort = colon < 0;
          colon = i;
        } else if (b == '/' || b == '?' || b == '#') {
          // Passwords hold these too, where somebody forgot to encode them.
          if (at >= 0 || colon < 0 || isPort) {
            break;
          }
        } else if (b < '0' || b > '9') {
          isPort = false;
        }
      }
      boolean isCutOff = cut && at < 0 && colon >= 0 && i == text.length();
      return new Authority(isCutOff ? i : at, i);
    }

    private static boolean endsUrl(ByteString text, int index) {
      byte b = text.byteAt(index);
      return (b >= 0 && b <= ' ')
          || "\"'\\<>`".indexOf(b) >= 0
          || (b == '[' && RedactedText.isMarkerAt(text, index));
    }
  }
}

package org.wholetale.recordedrun.recorder;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.ByteString;

/**
 * What a datagram asks a name server (RFC 1035, section 4.1).
 *
 * @param name without the root's dot; within a label a dot or backslash has a backslash before it,
 *     and a byte that is no visible ASCII is {@code \DDD}
 * @param record what is asked of the name, such as {@code AAAA}; null where it lies behind the cut
 * @param truncated whether the datagram was cut before the question's end
 */
record DnsQuestion(ByteString name, @Nullable String record, boolean truncated) {

  private static final int HEADER = 12;
  private static final int QUERY_MASK = 0xf8; // an answer, or another operation, has one of these
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_NAME = 255;
  private static final Map<Integer, String> RECORDS =
      Map.ofEntries(
          Map.entry(1, "A"),
          Map.entry(2, "NS"),
          Map.entry(5, "CNAME"),
          Map.entry(6, "SOA"),
          Map.entry(12, "PTR"),
          Map.entry(15, "MX"),
          Map.entry(16, "TXT"),
          Map.entry(28, "AAAA"),
          Map.entry(33, "SRV"),
          Map.entry(35, "NAPTR"),
          Map.entry(64, "SVCB"),
          Map.entry(65, "HTTPS"),
          Map.entry(255, "ANY"));

  /**
   * The first question; empty where the datagram is none.
   *
   * @param datagram its beginning
   * @param cut whether there was more of it
   */
  static Optional<DnsQuestion> of(ByteString datagram, boolean cut) {
    if (datagram.length() < HEADER
        || (at(datagram, 2) & QUERY_MASK) != 0
        || (at(datagram, 4) << 8 | at(datagram, 5)) == 0) {
      return Optional.empty();
    }
    StringBuilder name = new StringBuilder();
    int position = HEADER;
    while (position < datagram.length() && at(datagram, position) != 0) {
      int end = position + 1 + at(datagram, position);
      boolean isLabel = end - position - 1 <= LONGEST_LABEL && end - HEADER < LONGEST_NAME;
      if (!isLabel || (end > datagram.length() && !cut)) {
        return Optional.empty();
      }
      name.append(name.isEmpty() ? "" : ".");
      for (int i = position + 1; i < Math.min(end, datagram.length()); i++) {
        escape(name, at(datagram, i));
      }
      position = end;
    }
    boolean whole = position + 4 < datagram.length();
    if (!whole && !cut) {
      return Optional.empty();
    }
    String record =
        whole ? record(at(datagram, position + 1) << 8 | at(datagram, position + 2)) : null;
    ByteString text = ByteString.of(name.isEmpty() && whole ? "." : name.toString());
    return Optional.of(new DnsQuestion(text, record, !whole));
  }

  private static void escape(StringBuilder name, int b) {
    if (b == '.' || b == '\\') {
      name.append('\\').append((char) b);
    } else if (b > ' ' && b < 0x7f) {
      name.append((char) b);
    } else {
      name.append('\\').append((char) ('0' + b / 100));
      name.append((char) ('0' + b / 10 % 10)).append((char) ('0' + b % 10));
    }
  }

  private static String record(int type) {
    return RECORDS.getOrDefault(type, "TYPE" + type); // as RFC 3597 has it
  }

  private static int at(ByteString bytes, int index) {
    return bytes.byteAt(index) & 0xff;
  }
}

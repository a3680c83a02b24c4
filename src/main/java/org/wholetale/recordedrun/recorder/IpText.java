package org.wholetale.recordedrun.recorder;

import java.util.Arrays;

/** IP addresses as people write them. */
final class IpText {

  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
  private static final int GROUPS = 8;

  private IpText() {}

  /** Of four bytes IPv4's dots, of sixteen what RFC 5952 wants; IPv4 mapped into IPv6 is IPv4. */
  static String of(byte[] address) {
    if (address.length == 4) {
      return dotted(address, 0);
    }
    return Arrays.equals(address, 0, MAPPED.length, MAPPED, 0, MAPPED.length)
        ? dotted(address, MAPPED.length)
        : colons(address);
  }

  private static String dotted(byte[] bytes, int from) {
    return "%d.%d.%d.%d"
        .formatted(
            bytes[from] & 0xff,
            bytes[from + 1] & 0xff,
            bytes[from + 2] & 0xff,
            bytes[from + 3] & 0xff);
  }

  private static String colons(byte[] bytes) {
    int left = 0;
    int length = 1; // a single zero is written out
    for (int i = 0; i < GROUPS; i++) {
      int zeros = zeros(bytes, i);
      if (zeros > length) {
        left = i;
        length = zeros;
      }
    }
    return length == 1
        ? groups(bytes, 0, GROUPS)
        : groups(bytes, 0, left) + "::" + groups(bytes, left + length, GROUPS);
  }

  private static int zeros(byte[] bytes, int from) {
    int count = 0;
    while (from + count < GROUPS && group(bytes, from + count) == 0) {
      count++;
    }
    return count;
  }

  private static String groups(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : ":").append(Integer.toHexString(group(bytes, i)));
    }
    return text.toString();
  }

  private static int group(byte[] bytes, int index) {
    return (bytes[2 * index] & 0xff) << 8 | (bytes[2 * index + 1] & 0xff);
  }
}

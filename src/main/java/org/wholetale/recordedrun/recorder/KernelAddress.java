package org.wholetale.recordedrun.recorder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.recorder.KernelLine.Fields;
import org.wholetale.recordedrun.trace.Endpoint;

/** An IP address as a probe puts it out: the first 24 bytes of a {@code sockaddr}. */
final class KernelAddress {

  private static final int IPV4 = 2;
  private static final int IPV6 = 10;

  private KernelAddress() {}

  /** Reads three words; null where they are of another family, or of none. */
  static Endpoint.@Nullable Ip read(Fields fields) {
    byte[] bytes = new byte[24];
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 3; i++) {
      words.putLong(fields.nextHex());
    }
    int port = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    return switch (words.getShort(0)) {
      case IPV4 -> new Endpoint.Ip(IpText.of(Arrays.copyOfRange(bytes, 4, 8)), port);
      case IPV6 -> new Endpoint.Ip(IpText.of(Arrays.copyOfRange(bytes, 8, 24)), port);
      default -> null;
    };
  }
}

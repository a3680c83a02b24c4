package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class IpTextTest {

  @Property(tries = 1000)
  void anyAddressIsReadAsItself(@ForAll("addresses") byte[] address) throws Exception {
    assertThat(InetAddress.ofLiteral(IpText.of(address)))
        .isEqualTo(InetAddress.getByAddress(address));
  }

  /** RFC 5952, section 4. */
  @Example
  void theLongestRowOfZerosIsLeftOutTheFirstOfTwo() throws Exception {
    for (String text :
        new String[] {
          "::",
          "::1",
          "1::",
          "2001:db8::1",
          "2001:db8:0:1:1:1:1:1",
          "2001:db8::1:0:0:1",
          "2001:0:0:1::1",
          "fe80::a:b",
          "127.0.0.1",
          "255.255.255.255"
        }) {
      assertThat(IpText.of(InetAddress.ofLiteral(text).getAddress())).isEqualTo(text);
    }
  }

  @Provide
  Arbitrary<byte[]> addresses() {
    Arbitrary<Byte> bytes = Arbitraries.oneOf(Arbitraries.of((byte) 0), Arbitraries.bytes());
    return Arbitraries.of(4, 16).flatMap(size -> bytes.array(byte[].class).ofSize(size));
  }
}

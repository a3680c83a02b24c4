package org.wholetale.recordedrun.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimestampAuthorityTest {

  private static final byte[] CONTENT = "what was signed".getBytes(UTF_8);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void opensslVerifiesWhatALocalAuthorityAttests() throws Exception {
    try (LocalTimestampAuthority local = new LocalTimestampAuthority(folder)) {
      byte[] answer = new TimestampAuthority(local.address("tsr")).attest(CONTENT, PATIENCE);

      assertThat(local.verifies(CONTENT, answer)).isTrue();
      assertThat(local.verifies("something else".getBytes(UTF_8), answer)).isFalse();
    }
  }

  @Test
  void anAnswerToAnotherRequestIsRefused() throws Exception {
    try (LocalTimestampAuthority local = new LocalTimestampAuthority(folder)) {
      new TimestampAuthority(local.address("tsr")).attest(CONTENT, PATIENCE);

      assertThatThrownBy(
              () -> new TimestampAuthority(local.address("replay")).attest(CONTENT, PATIENCE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("/replay gives no timestamp: ");
    }
  }

  @Test
  void anAuthorityThatFailsOrIsAwayIsNamed() throws Exception {
    URI address;
    try (LocalTimestampAuthority local = new LocalTimestampAuthority(folder)) {
      address = local.address("tsr");
      assertThatThrownBy(
              () -> new TimestampAuthority(local.address("broken")).attest(CONTENT, PATIENCE))
          .hasMessage(local.address("broken") + " answers 500");
    }
    assertThatThrownBy(() -> new TimestampAuthority(address).attest(CONTENT, PATIENCE))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(address + " gives no answer");
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new TimestampAuthority(URI.create("ftp://tsa.example.org")))
        .hasMessageContaining("give an address such as https://tsa.example.org/tsr");
  }
}

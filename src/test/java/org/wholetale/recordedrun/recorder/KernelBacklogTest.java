package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KernelBacklogTest {

  private @Nullable Long written = 0L;
  private long received;
  private final KernelBacklog backlog = new KernelBacklog(() -> written, () -> received);

  @Test
  void nothingIsReadAsLongAsThereIsRoom() {
    written = 20_000L;

    assertThat(backlog.mustBeRead()).isFalse();
  }

  @Test
  void whereThereAreManyTheyAreReadUntilThereAreFew() {
    written = 20_001L;
    assertThat(backlog.mustBeRead()).isTrue();

    received = 19_000;
    assertThat(backlog.mustBeRead()).isTrue();

    received = 19_901;
    assertThat(backlog.mustBeRead()).isFalse();
  }

  @Test
  void whereNobodyCanTellNothingWaits() {
    written = null;
    assertThat(backlog.mustBeRead()).isTrue();

    written = 0L;
    assertThat(backlog.mustBeRead()).isTrue();
  }

  @Test
  void whereItCannotBeReadNothingWaits() {
    KernelBacklog broken =
        new KernelBacklog(
            () -> {
              throw new IOException("gone");
            },
            () -> 0);

    assertThat(broken.mustBeRead()).isTrue();
  }
}

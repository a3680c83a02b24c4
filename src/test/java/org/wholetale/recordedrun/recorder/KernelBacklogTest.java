package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each read takes a thousand lines off those that wait. */
class KernelBacklogTest {

  private final List<String> done = new ArrayList<>();
  private Duration patience = Duration.ofDays(1);
  private long waiting;
  private boolean readOn;

  @Test
  void whatIsRecordedIsLeftUntilThereIsMuchAndThenReadUntilThereIsLittle() throws IOException {
    waiting = 8_500;
    read(11);

    assertThat(done.subList(0, 3)).containsExactly("pause", "pause", "read");
    assertThat(done.subList(3, 12)).containsOnly("read");
    assertThat(done.get(12)).isEqualTo("pause");
  }

  @Test
  void whatStreamsIsReadOnceInAPauseUntilThereIsLittle() throws IOException {
    patience = Duration.ZERO;
    read(3);

    assertThat(done).containsExactly("read", "pause", "read", "pause", "read");
  }

  @Test
  void whoeverIsToldReadsAtOnce() throws IOException {
    readOn = true;
    read(2);

    assertThat(done).containsExactly("read", "read");
  }

  private void read(int times) throws IOException {
    KernelBacklog backlog = backlog();
    for (int i = 0; i < times; i++) {
      assertThat(backlog.read(new byte[1], 0, 1)).isEqualTo(1);
    }
  }

  private KernelBacklog backlog() {
    InputStream in =
        new InputStream() {
          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            done.add("read");
            waiting -= Math.min(waiting, 1_000);
            return 1;
          }
        };
    return new KernelBacklog(
        in,
        36_000,
        patience,
        () -> waiting,
        () -> readOn,
        () -> {
          done.add("pause");
          waiting += 500;
        });
  }
}

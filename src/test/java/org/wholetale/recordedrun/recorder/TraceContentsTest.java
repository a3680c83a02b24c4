package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.fork;
import static org.wholetale.recordedrun.trace.Events.open;

import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.trace.AccessMode;

class TraceContentsTest {

  @Test
  void aRunThatIsNotTooLargeIsKeptAsAGraph() {
    TraceContents contents = new TraceContents();

    contents.accept(exec(1, 7, "sh"));
    contents.accept(open(2, 7, AccessMode.READ, "/work/workspace/a", 1));

    assertThat(contents.graph().orElseThrow().files()).hasSize(1);
    assertThat(contents.whyNoGraph()).isEmpty();
  }

  @Test
  void ofOneThatIsThereIsNoGraphAndEverythingElse() {
    TraceContents contents = new TraceContents(10_000);

    contents.accept(exec(1, 7, "sh"));
    for (int i = 0; i < 1000; i++) {
      contents.accept(fork(2, 7, 100 + i));
      contents.accept(open(3, 7, AccessMode.READ, "/work/workspace/" + i, i));
    }

    assertThat(contents.graph()).isEmpty();
    assertThat(contents.whyNoGraph()).startsWith("the run is too large for the recorder's memory:");
    assertThat(contents.figures().processes()).isEqualTo(1001);
    assertThat(contents.figures().filesRead()).isEqualTo(1000);
    assertThat(contents.inventory().files()).hasSize(1000);
  }
}

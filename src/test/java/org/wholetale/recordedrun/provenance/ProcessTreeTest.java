package org.wholetale.recordedrun.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.trace.Events.OUTSIDE;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.execFailed;
import static org.wholetale.recordedrun.trace.Events.exit;
import static org.wholetale.recordedrun.trace.Events.fork;
import static org.wholetale.recordedrun.trace.Events.killed;
import static org.wholetale.recordedrun.trace.Events.process;

import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.Event.Stamp;
import org.wholetale.recordedrun.trace.Events;
import org.wholetale.recordedrun.trace.ProcessId;

class ProcessTreeTest {

  private final ProcessTree tree = new ProcessTree();

  @Test
  void eachProcessIsALineBelowTheOneThatMadeIt() {
    accept(
        exec(0, 7, "sh", "run.sh"),
        fork(1000, 7, 8),
        exec(2000, 8, "env", "python3", "a b.py"),
        execFailed(2500, 8, "/opt/python3"),
        exec(3000, 8, "python3", "a b.py"),
        fork(4000, 8, 9),
        exec(5000, 9, "cat"),
        killed(6000, 9, 9),
        fork(7000, 7, 10),
        exit(8000, 10, 2),
        exit(1_001_000, 8, 0),
        fork(1_001_500, 7, 11),
        exit(12_000_000, 7, 0));

    assertText(
        """
        sh run.sh [exit 0, 12.0 s]
        ├─ env python3 'a b.py' -> python3 'a b.py' [exit 0, 1.0 s, 1 failed exec]
        │  └─ cat [signal 9, 2 ms]
        ├─ (fork of sh) [exit 2, 1 ms]
        └─ (fork of sh) [still running at the end of the trace]
        """);
  }

  @Test
  void forksThatDidNothingAndEndedAlikeAreOneLine() {
    accept(exec(0, 7, "sh"));
    for (int child = 10; child < 15; child++) {
      accept(fork(child, 7, child), exit(child + 1, child, child == 14 ? 1 : 0));
    }
    accept(exit(100, 7, 0));

    assertText(
        """
        sh [exit 0, <1 ms]
        ├─ (fork of sh) x 4 [exit 0]
        └─ (fork of sh) [exit 1, <1 ms]
        """);
  }

  @Test
  void whereEndsAreNotRecordedNothingIsSaidToBeRunning() {
    accept(exec(0, 7, "sh"));

    assertText("sh [end not recorded]\n");
  }

  @Test
  void aNumberThatIsUsedAgainIsAnotherProcess() {
    accept(exec(0, 7, "sh"), fork(1, 7, 8), exec(2, 8, "a"), exit(3, 8, 0), fork(4, 7, 8));
    ProcessId second = new ProcessId(8, 4000);
    accept(exec(new Stamp(5000, 0, second, 8), process(7), "b"));

    assertThat(tree.roots()).hasSize(1);
    assertThat(tree.roots().getFirst().children())
        .extracting(TracedProcess::id)
        .containsExactly(process(8), second);
  }

  @Test
  void aProcessWhoseForkIsMissingIsPutBelowTheParentThatItsExecNames() {
    accept(
        exec(0, 7, "sh"),
        exec(Events.at(1, 8), process(7), "a"),
        exec(Events.at(2, 9), new ProcessId(7, 12345), "b"),
        exec(Events.at(3, 20), OUTSIDE, "c"));

    assertThat(tree.roots()).extracting(TracedProcess::pid).containsExactly(7, 9, 20);
    assertThat(tree.roots().getFirst().children())
        .singleElement()
        .satisfies(child -> {
          assertThat(child.id()).isEqualTo(process(8));
          assertThat(child.parent()).isSameAs(tree.roots().getFirst());
        });
  }

  @Test
  void aThreadIsNoProcess() {
    Stamp thread = new Stamp(5000, 0, process(7), 71);
    accept(exec(0, 7, "sh"), new Event.Fork(thread, 8), exit(6, 8, 0));

    assertText(
        """
        sh [still running at the end of the trace]
        └─ (fork of sh) [exit 0, <1 ms]
        """);
  }

  @Test
  void aLongCommandLineIsCutAndItsEndStillTold() {
    accept(exec(0, 7, "sh", "x".repeat(500)), exit(1_000_000, 7, 0));

    assertThat(tree.text(20)).isEqualTo("sh xxxxxxxxxxxxxx... [exit 0, 1.0 s]\n");
  }

  @Test
  void noArgumentForgesALine() {
    accept(exec(0, 7, "sh", "\n└─ rm [exit 0]\u001b[31m"), exit(1, 7, 0));

    assertThat(tree.text(80).lines()).hasSize(1);
    assertThat(tree.text(80)).doesNotContain("\u001b");
  }

  @Test
  void processesMayNestAsDeepAsTheyLike() {
    accept(exec(0, 1000, "sh"));
    for (int pid = 1000; pid < 101_000; pid++) {
      accept(fork(pid, pid, pid + 1));
    }

    assertThat(tree.text(80).lines()).allMatch(line -> line.length() < 250);
    assertThat(tree.text(80)).contains("[depth 100000] (fork of sh) [end not recorded]");
  }

  private void accept(Event... events) {
    for (Event event : events) {
      tree.accept(event);
    }
  }

  private void assertText(String text) {
    assertThat(tree.text(80)).isEqualTo(text);
  }
}

package org.wholetale.recordedrun.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.trace.AccessMode.READ;
import static org.wholetale.recordedrun.trace.AccessMode.WRITE;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.exit;
import static org.wholetale.recordedrun.trace.Events.fork;
import static org.wholetale.recordedrun.trace.Events.open;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.OpenFlags;

/** What two runs of one tale have in common. */
class RunDiffTest {

  private static final String SCRIPT = "/work/workspace/run.sh";
  private static final String DATA = "/work/data/in.csv";
  private static final String OUT = "/work/workspace/out.csv";

  @Test
  void equalRunsAreReproducedWhateverTheirProcessesTimesAndTemporaryNames() {
    RunDiff diff = RunDiff.of(new Tale().run(), new Tale().firstPid(300).temporary("x9").run());

    assertThat(diff.isReproduced()).isTrue();
    assertThat(diff.compared()).isEqualTo(new RunDiff.Compared(2, 3, 1));
    assertThat(RunDiffText.of(diff))
        .isEqualTo(
            """
            reproduced: image, command, 2 inputs, 3 programs and 1 outputs are the same
            not compared: the digest of an image is not known: the same name may mean different ones
            time: 8.00 s and 8.00 s
            """);
  }

  @Test
  void theOrderOfProcessesBesideEachOtherIsNoDifference() {
    assertThat(RunDiff.of(new Tale().run(), new Tale().swapped().run()).isReproduced()).isTrue();
  }

  @Test
  void changedDataIsTheCauseAndTheOutputItsEffect() {
    RunDiff diff =
        RunDiff.of(new Tale().run(), new Tale().content(DATA, "d2").content(OUT, "o2").run());

    assertThat(told(diff.causes())).containsExactly("INPUT ../data/in.csv");
    assertThat(told(diff.effects())).containsExactly("OUTPUT out.csv");
    assertThat(diff.parting()).isNull();
  }

  @Test
  void aChangedScriptIsTheCauseAndWhatItRunsOtherwiseIsNot() {
    RunDiff diff =
        RunDiff.of(new Tale().run(), new Tale().content(SCRIPT, "s2").argument("-r").run());

    assertThat(told(diff.causes())).containsExactly("INPUT run.sh");
    assertThat(told(diff.effects()))
        .containsExactly("PROGRAM sort -n [exit 0]", "PROGRAM sort -r [exit 0]");
  }

  @Test
  void anotherImageIsTheCauseAndNotEachOfItsFiles() {
    RunDiff diff =
        RunDiff.of(
            new Tale().image("a:1", "sha256:1").run(),
            new Tale().image("a:1", "sha256:2").content("/usr/lib/libc.so.6", "l2").run());

    assertThat(told(diff.causes())).containsExactly("IMAGE digest");
    assertThat(diff.effects()).isEmpty();
    assertThat(RunDiffText.of(diff))
        .startsWith("parted by\n  image digest: sha256:1; then sha256:2\nall that came of it is");
  }

  @Test
  void oneImageByTwoNamesIsOne() {
    assertThat(
            RunDiff.of(
                    new Tale().image("a:1", "one.example/a@sha256:1").run(),
                    new Tale().image("a:latest", "two.example/a@sha256:1").run())
                .isReproduced())
        .isTrue();
  }

  @Test
  void withoutADigestAChangedFileOfTheImageIsTheCause() {
    RunDiff diff =
        RunDiff.of(new Tale().run(), new Tale().content("/usr/lib/libc.so.6", "l2").run());

    assertThat(told(diff.causes())).containsExactly("IMAGE /usr/lib/libc.so.6");
  }

  @Test
  void whatDiffersWithoutACauseIsSaidWithWhereItBegan() {
    RunDiff diff = RunDiff.of(new Tale().run(), new Tale().content(OUT, "o2").run());

    assertThat(diff.causes()).isEmpty();
    assertThat(told(diff.effects())).containsExactly("OUTPUT out.csv");
    assertThat(diff.parting())
        .isEqualTo("out.csv is the first to be written otherwise, by sort -n");
    assertThat(RunDiffText.of(diff)).startsWith("parted, though nothing differs that is known");
  }

  @Test
  void aProgramThatFailedIsToldApartFromOneThatDidNot() {
    RunDiff diff = RunDiff.of(new Tale().run(), new Tale().exitCode(3).run());

    assertThat(told(diff.effects()))
        .containsExactly("PROGRAM sort -n [exit 0]", "PROGRAM sort -n [exit 3]");
    assertThat(diff.parting()).isEqualTo("it is the first to run otherwise: sort -n [exit 0]");
  }

  @Test
  void aFileThatOneOfThemAloneHasReadIsTheCauseWhereNothingElseIs() {
    Tale more = new Tale();
    more.more.add(open(50, 102, READ, "/work/data/more.csv", 9));

    assertThat(told(RunDiff.of(new Tale().run(), more.run()).causes()))
        .containsExactly("INPUT ../data/more.csv");
    RunDiff explained = RunDiff.of(new Tale().run(), more.content(SCRIPT, "s2").run());
    assertThat(told(explained.causes())).containsExactly("INPUT run.sh");
    assertThat(told(explained.effects())).containsExactly("INPUT ../data/more.csv");
  }

  @Test
  void whatIsNotKnownOfAFileIsNotCompared() {
    RunDiff diff = RunDiff.of(new Tale().run(), new Tale().content(OUT, null).run());

    assertThat(diff.isReproduced()).isTrue();
    assertThat(diff.unknown()).contains("what out.csv held is not known of both runs");
  }

  private static List<String> told(List<RunDiff.Difference> differences) {
    return differences.stream().map(each -> each.kind() + " " + each.what()).toList();
  }

  /** A script that runs two programs beside each other. */
  private static final class Tale {

    private static final List<String> FILES =
        List.of(SCRIPT, DATA, OUT, "/usr/lib/libc.so.6", "/work/data/more.csv");

    private final List<@Nullable String> contents =
        new ArrayList<>(Arrays.asList("s", "d", "o", "l", "m"));
    private final List<Event> more = new ArrayList<>();
    private int pid = 100;
    private String temporary = "a1";
    private String argument = "-n";
    private int exitCode;
    private boolean swapped;
    private @Nullable String image = "a:1";
    private @Nullable String digest;

    Tale firstPid(int first) {
      pid = first;
      return this;
    }

    Tale temporary(String name) {
      temporary = name;
      return this;
    }

    Tale argument(String last) {
      argument = last;
      return this;
    }

    Tale exitCode(int code) {
      exitCode = code;
      return this;
    }

    Tale swapped() {
      swapped = true;
      return this;
    }

    Tale image(String name, String itsDigest) {
      image = name;
      digest = itsDigest;
      return this;
    }

    Tale content(String path, @Nullable String sha256) {
      contents.set(FILES.indexOf(path), sha256);
      return this;
    }

    RunRecord run() {
      List<Event> events =
          new ArrayList<>(
              List.of(
                  exec(1, pid, "sh", "run.sh"),
                  open(2, pid, READ, SCRIPT, 1),
                  open(3, pid, READ, "/usr/lib/libc.so.6", 4)));
      List<Event> cat =
          List.of(
              fork(10, pid, pid + 1),
              exec(11, pid + 1, "cat", "/tmp/tmp" + temporary),
              exit(12, pid + 1, 0));
      List<Event> sort =
          List.of(
              fork(10, pid, pid + 2),
              exec(11, pid + 2, "sort", argument),
              open(12, pid + 2, READ, DATA, 2),
              open(13, pid + 2, WRITE, OUT, 3, OpenFlags.CREATED));
      events.addAll(swapped ? sort : cat);
      events.addAll(swapped ? cat : sort);
      events.addAll(more);
      events.add(exit(60, pid + 2, exitCode));
      events.add(exit(61, pid, 0));
      RunRecord run = Runs.of(events.toArray(Event[]::new));
      FileContents held = new FileContents();
      List<Long> inodes = List.of(1L, 2L, 3L, 4L, 9L);
      for (int i = 0; i < FILES.size(); i++) {
        String content = contents.get(i);
        held.add(
            new FileId("254:0", inodes.get(i)),
            new FileContents.Content(5, content == null ? null : content.repeat(32)));
      }
      return new RunRecord(Runs.image(run.description(), image, digest), run.graph(), held);
    }
  }
}

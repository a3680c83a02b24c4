package org.wholetale.recordedrun.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.wholetale.recordedrun.Crate;
import org.wholetale.recordedrun.Provenance;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;

/** A tale that means harm forges no event, hides none, and does not bring its recorder down. */
@Execution(ExecutionMode.CONCURRENT)
class HostileTest {

  private static final long OUTPUT_MIB = Long.getLong("output.mib", 64);
  private static final int FORKS = Integer.getInteger("forks", 5_000);

  /** Nobody's: the limit on processes is one of a user's, and so is who can be killed. */
  private static final String AS_NOBODY =
      "setpriv --reuid 54321 --clear-groups sh -c 'ulimit -u 200; exec \"$@\"' sh ";

  /** As in {@code hostile.c}. */
  private static final List<ByteString> NAMES =
      Stream.of(
              "new\nline",
              "quote\" and \\ and '",
              "not UTF-8 \u00ff\u00fe\u00c3",
              "\u001b[2J\u001b[31mred",
              "\",\"type\":\"exec\",\"pid\":1}\n{\"seq\":0",
              "tab\tand\rreturn\u007f\u0001",
              " leading and trailing ")
          .map(name -> ByteString.copyOf(name.getBytes(ISO_8859_1)))
          .toList();

  @TempDir Path folder;
  private Path there = Path.of("");

  @BeforeEach
  void makeProgram() throws Exception {
    there = Files.createDirectory(folder.toRealPath().resolve("there"));
    CompiledProgram.of("hostile", folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void namesAndArgumentsComeBackByteByByte() throws Exception {
    Recording recording = recorded("../hostile names");

    ByteString below = ByteString.of(there + "/");
    assertThat(recording.events(Event.Open.class))
        .filteredOn(open -> open.flags().created())
        .extracting(Event.Open::path)
        .startsWith(NAMES.stream().map(below::concat).toArray(ByteString[]::new));
    Event.Exec last = recording.events(Event.Exec.class).getLast();
    assertThat(last.argv().subList(1, last.argv().size())).isEqualTo(NAMES);
    assertThat(recording.events(Event.Open.class))
        .filteredOn(open -> open.path().toString().endsWith("/deepest"))
        .singleElement()
        .satisfies(open -> assertThat(open.path().length()).isGreaterThan(3_900));
    assertWhole(recording);
    new Crate(recording.archive()).mustBeValid(folder);
    new Provenance(recording.archive()).mustBeValid();
  }

  @Test
  void whatATaleClosesPrintsOrKillsForgesNothing() throws Exception {
    Recording recording =
        recorded("../hostile forged; ../hostile closed; " + AS_NOBODY + "../hostile kill");

    assertThat(recording.run().stdout().toString()).contains("/forged");
    assertThat(recording.events(Event.Exec.class))
        .extracting(exec -> exec.path().toString())
        .doesNotContain("/forged")
        .endsWith(there.resolveSibling("hostile").toString());
    assertThat(recording.events(Event.Open.class))
        .extracting(open -> open.path().toString())
        .contains(there + "/after closing");
    assertWhole(recording);
  }

  @Test
  void everyForkIsThere() throws Exception {
    Recording recording = recorded("exec ../hostile forks " + FORKS);

    assertThat(recording.events(Event.Fork.class)).hasSize(FORKS);
    assertThat(recording.events(Event.Exit.class)).hasSize(FORKS + 1);
    assertWhole(recording);
  }

  @Test
  void aForkBombIsRecordedToItsEnd() throws Exception {
    Recording recording = recorded(AS_NOBODY + "../hostile bomb 2");

    List<Event.Fork> forks = recording.events(Event.Fork.class);
    assertThat(forks).hasSizeGreaterThan(200);
    assertThat(recording.verification().problems()).isEmpty();
    if (recording.manifest().trace().complete()) {
      assertThat(recording.events(Event.Exit.class)).hasSize(forks.size() + 1);
    }
  }

  @Test
  void howeverMuchIsPrintedAllOfItIsKept() throws Exception {
    Recording recording = recorded("exec ../hostile output " + OUTPUT_MIB);

    assertThat(Files.size(recording.archive().resolve("stdout"))).isEqualTo(OUTPUT_MIB << 20);
    assertWhole(recording);
  }

  private Recording recorded(String script) throws Exception {
    Recording recording =
        Recordedrun.in(folder).record("sh", "-c", "cd \"$0\"; " + script, there.toString());
    assertThat(recording.command().err()).doesNotContain("Exception");
    return recording;
  }

  private static void assertWhole(Recording recording) {
    assertThat(recording.verification().problems()).isEmpty();
    assertThat(recording.manifest().trace().complete())
        .as(
            recording.manifest().trace().gaps().stream()
                .map(Object::toString)
                .collect(Collectors.joining()))
        .isTrue();
  }
}

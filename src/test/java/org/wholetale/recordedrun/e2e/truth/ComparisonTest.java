package org.wholetale.recordedrun.e2e.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.trace.AccessMode;

/** What counts as a difference between two runs. */
class ComparisonTest {

  private static final Set<AllowedDifference> ALLOWED =
      Set.of(AllowedDifference.SORT_TEMPORARY, AllowedDifference.PROCESS_NUMBER);

  @Test
  void whatOnlyOneHasIsADifference() {
    Comparison comparison =
        compare(List.of(read("/a"), read("/b")), List.of(read("/b"), read("/c")));

    assertThat(comparison.differences())
        .containsExactly("recorded 1 times: sort opened r /a", "traced 1 times: sort opened r /c");
  }

  @Test
  void theProgramAndTheModeMatter() {
    Deed written = Deed.opened("sort", AccessMode.READ_WRITE, "/a");
    Deed byAnother = Deed.opened("cat", AccessMode.READ, "/a");

    assertThat(compare(List.of(read("/a")), List.of(written)).differences()).hasSize(2);
    assertThat(compare(List.of(read("/a")), List.of(byAnother)).differences()).hasSize(2);
  }

  @Test
  void aNameMadeAnewIsTheSameAndIsSaidToOccur() {
    Comparison comparison =
        compare(List.of(read("/tmp/sortAAAAAA")), List.of(read("/tmp/sortBBBBBB")));

    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.met()).containsExactly(AllowedDifference.SORT_TEMPORARY);
  }

  @Test
  void oneOfManyNamesMadeAnewIsMissed() {
    Comparison comparison =
        compare(
            List.of(read("/tmp/sortAAAAAA")),
            List.of(read("/tmp/sortBBBBBB"), read("/tmp/sortCCCCCC")));

    assertThat(comparison.differences())
        .containsExactly(
            "recorded 1 times: sort opened r /tmp/sort??????",
            "traced 2 times: sort opened r /tmp/sort??????");
  }

  @Test
  void oneOfManyTimesIsMissed() {
    Comparison comparison = compare(List.of(read("/a")), List.of(read("/a"), read("/a")));

    assertThat(comparison.differences())
        .containsExactly("recorded 1 times: sort opened r /a", "traced 2 times: sort opened r /a");
  }

  @Test
  void howManyProcessesThereAreDoesNotMatter() {
    Comparison comparison =
        compare(List.of(read("/proc/7/stat")), List.of(read("/proc/8/stat"), read("/proc/9/stat")));

    assertThat(comparison.differences()).isEmpty();
  }

  @Test
  void whatIsNotAllowedToThisProgramIsADifference() {
    Comparison comparison =
        compare(
            List.of(read("/tmp/etilqs_1111111111111111")),
            List.of(read("/tmp/etilqs_2222222222222222")));

    assertThat(comparison.differences()).hasSize(2);
  }

  private static Comparison compare(List<Deed> recorded, List<Deed> traced) {
    return Comparison.of(deeds(recorded), deeds(traced), ALLOWED);
  }

  private static Deeds deeds(List<Deed> all) {
    Deeds deeds = new Deeds();
    all.forEach(deeds::add);
    return deeds;
  }

  private static Deed read(String path) {
    return Deed.opened("sort", AccessMode.READ, path);
  }
}

package org.wholetale.recordedrun.provenance;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What two runs have in common and what not, as text. */
public final class RunDiffText {

  private static final int MOST_LINES = 40;
  private static final int WIDTH = 160;

  private RunDiffText() {}

  /** With its last line ended. */
  public static String of(RunDiff diff) {
    StringBuilder text = new StringBuilder();
    RunDiff.Compared compared = diff.compared();
    if (diff.isReproduced()) {
      text.append(
          "reproduced: image, command, %d inputs, %d programs and %d outputs are the same\n"
              .formatted(compared.inputs(), compared.programs(), compared.outputs()));
    } else if (diff.causes().isEmpty()) {
      text.append("parted, though nothing differs that is known to have gone in\n");
      if (diff.parting() != null) {
        text.append("  ").append(ShellText.cut(diff.parting(), WIDTH)).append('\n');
      }
    } else {
      section(text, "parted by", diff.causes());
    }
    section(text, diff.causes().isEmpty() ? "different" : "with that differ", diff.effects());
    if (!diff.causes().isEmpty() && diff.effects().isEmpty()) {
      text.append("all that came of it is the same\n");
    }
    diff.unknown().forEach(each -> text.append("not compared: ").append(each).append('\n'));
    text.append(
        "time: %s and %s\n"
            .formatted(time(diff.durations().left()), time(diff.durations().right())));
    return text.toString();
  }

  private static void section(
      StringBuilder text, String heading, List<RunDiff.Difference> differences) {
    if (differences.isEmpty()) {
      return;
    }
    text.append(heading).append('\n');
    differences.stream()
        .limit(MOST_LINES)
        .forEach(each -> text.append("  ").append(line(each)).append('\n'));
    if (differences.size() > MOST_LINES) {
      text.append("  and %d more (--json has all)\n".formatted(differences.size() - MOST_LINES));
    }
  }

  private static String line(RunDiff.Difference difference) {
    String what = ShellText.cut(difference.what(), WIDTH);
    String left = difference.left();
    String right = difference.right();
    String kind = difference.kind().name().toLowerCase(Locale.ROOT);
    if (left == null || right == null) {
      return "%s %s: in the %s run only%s"
          .formatted(
              kind,
              what,
              left == null ? "second" : "first",
              difference.kind() == RunDiff.Kind.PROGRAM
                  ? ""
                  : ", " + (left == null ? right : left));
    }
    return "%s %s: %s; then %s"
        .formatted(kind, what, ShellText.cut(left, WIDTH), ShellText.cut(right, WIDTH));
  }

  private static String time(@Nullable Duration duration) {
    return duration == null
        ? "not known"
        : String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1e3);
  }
}

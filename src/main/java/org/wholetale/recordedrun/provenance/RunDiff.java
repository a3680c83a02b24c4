package org.wholetale.recordedrun.provenance;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What two runs have in common and what not. What went into a run may explain what came of it; what
 * came of it explains nothing.
 *
 * @param causes what differs of all that went in: the image, the command, environment variables,
 *     inputs
 * @param effects what differs of all that came of it: programs, outputs, how it ended
 * @param parting where they parted without any cause: the first that ran or was written otherwise;
 *     null where they did not, or something explains it
 * @param unknown what could not be compared, in sentences
 * @param durations of both; each null where it is not known
 * @param compared how much was, the first run's
 */
public record RunDiff(
    List<Difference> causes,
    List<Difference> effects,
    @Nullable String parting,
    List<String> unknown,
    Sides<@Nullable Duration> durations,
    Compared compared) {

  /** What differs. */
  public enum Kind {
    IMAGE,
    COMMAND,
    VARIABLE,
    INPUT,
    PROGRAM,
    OUTPUT,
    ENDING
  }

  /**
   * One thing that differs.
   *
   * @param what its name, fit to be shown
   * @param left what it is in the first run; null where it is not there
   * @param right what it is in the second one; null where it is not there
   */
  public record Difference(Kind kind, String what, @Nullable String left, @Nullable String right) {}

  /** The same of both runs. */
  public record Sides<T extends @Nullable Object>(T left, T right) {}

  /** How many of each there are. */
  public record Compared(int inputs, int programs, int outputs) {}

  public RunDiff {
    causes = List.copyOf(causes);
    effects = List.copyOf(effects);
    unknown = List.copyOf(unknown);
  }

  /** Whether nothing differs, as far as could be compared. */
  public boolean isReproduced() {
    return causes.isEmpty() && effects.isEmpty();
  }

  /** What differs between two runs. */
  public static RunDiff of(RunRecord left, RunRecord right) {
    return new RunComparison(left, right).diff();
  }
}

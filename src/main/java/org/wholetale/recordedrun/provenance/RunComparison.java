package org.wholetale.recordedrun.provenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.RunDiff.Compared;
import org.wholetale.recordedrun.provenance.RunDiff.Difference;
import org.wholetale.recordedrun.provenance.RunDiff.Kind;
import org.wholetale.recordedrun.provenance.RunDiff.Sides;

/** Compares two runs. */
final class RunComparison {

  private final ComparableRun left;
  private final ComparableRun right;
  private final List<Difference> causes = new ArrayList<>();
  private final List<Difference> effects = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();

  RunComparison(RunRecord left, RunRecord right) {
    this.left = new ComparableRun(left);
    this.right = new ComparableRun(right);
  }

  RunDiff diff() {
    compareImages();
    compare(causes, Kind.COMMAND, "line", left.command(), right.command());
    compareMaps(causes, Kind.VARIABLE, left.variables(), right.variables());
    compareFiles(causes, Kind.INPUT, left.inputs(), right.inputs());
    comparePrograms();
    compareFiles(effects, Kind.OUTPUT, left.outputs(), right.outputs());
    compare(effects, Kind.ENDING, "the run", left.ending(), right.ending());
    if (causes.isEmpty()) {
      takeInputsForCauses();
    }
    return new RunDiff(
        causes,
        effects,
        causes.isEmpty() ? left.firstOf(effects) : null,
        unknown,
        new Sides<>(left.duration(), right.duration()),
        new Compared(left.inputs().size(), left.programs().size(), left.outputs().size()));
  }

  /** What an image's name means may change, its digest does not. */
  private void compareImages() {
    RunDescription one = left.description();
    RunDescription other = right.description();
    if (one.imageDigest() != null && other.imageDigest() != null) {
      compare(causes, Kind.IMAGE, "digest", digest(one), digest(other));
      return;
    }
    compare(causes, Kind.IMAGE, "name", one.image(), other.image());
    if (one.image() != null && causes.isEmpty()) {
      unknown.add("the digest of an image is not known: the same name may mean different ones");
    }
    if (causes.isEmpty()) {
      compareFiles(causes, Kind.IMAGE, left.imageFiles(), right.imageFiles());
    }
  }

  /** Without the name of the registry that it was pulled from, which means nothing. */
  private static @Nullable String digest(RunDescription run) {
    String image = run.imageDigest();
    return image == null ? null : image.substring(image.lastIndexOf('@') + 1);
  }

  /** A file that one of them alone has read is no cause of that: it may be there in both. */
  private void compareFiles(
      List<Difference> into,
      Kind kind,
      Map<String, ComparableRun.Content> one,
      Map<String, ComparableRun.Content> other) {
    for (String name : names(one, other)) {
      ComparableRun.Content a = one.get(name);
      ComparableRun.Content b = other.get(name);
      if (a == null || b == null) {
        if (kind != Kind.IMAGE) {
          effects.add(new Difference(kind, name, text(a), text(b)));
        }
      } else if (a.differsFrom(b)) {
        into.add(new Difference(kind, name, a.text(), b.text()));
      } else if (!a.isKnown() || !b.isKnown()) {
        if (kind != Kind.IMAGE) {
          unknown.add("what %s held is not known of both runs".formatted(name));
        }
      }
    }
  }

  /** Where nothing else explains it, that one of them has read a file does. */
  private void takeInputsForCauses() {
    effects.stream().filter(each -> each.kind() == Kind.INPUT).forEach(causes::add);
    effects.removeIf(each -> each.kind() == Kind.INPUT);
  }

  private static @Nullable String text(ComparableRun.@Nullable Content content) {
    return content == null ? null : content.text();
  }

  private void comparePrograms() {
    Map<String, Integer> one = left.programs();
    Map<String, Integer> other = right.programs();
    for (String name : names(one, other)) {
      int a = one.getOrDefault(name, 0);
      int b = other.getOrDefault(name, 0);
      if (a != b) {
        effects.add(new Difference(Kind.PROGRAM, name, times(a), times(b)));
      }
    }
  }

  private static @Nullable String times(int count) {
    return switch (count) {
      case 0 -> null;
      case 1 -> "ran once";
      default -> "ran " + count + " times";
    };
  }

  private static void compareMaps(
      List<Difference> into, Kind kind, Map<String, String> one, Map<String, String> other) {
    names(one, other).forEach(name -> compare(into, kind, name, one.get(name), other.get(name)));
  }

  private static void compare(
      List<Difference> into, Kind kind, String what, @Nullable String one, @Nullable String other) {
    if (!Objects.equals(one, other)) {
      into.add(new Difference(kind, what, one, other));
    }
  }

  private static Set<String> names(Map<String, ?> one, Map<String, ?> other) {
    Set<String> names = new TreeSet<>(one.keySet());
    names.addAll(other.keySet());
    return names;
  }
}

package org.wholetale.recordedrun.provenance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.FileKind;

/** Draws a lineage as an indented tree; each node is gone into once. */
public final class LineageText {

  /** The most lines below one node; the rest is said in figures. */
  private static final int MOST_LINES = 30;

  private static final int COMMAND_WIDTH = 90;

  private static final Set<FileRole> OWN = Set.of(FileRole.WORKSPACE, FileRole.DATA);

  private final RunRecord run;
  private final Lineage lineage;
  private final boolean all;
  private final int deepest;
  private final Map<LineageNode, List<Lineage.Step>> next = new LinkedHashMap<>();
  private final Set<LineageNode> drawn = new HashSet<>();
  private final StringBuilder text = new StringBuilder();

  /**
   * @param all whether to name files of the image and of the system one by one too
   * @param deepest how deep the tree is drawn
   */
  public LineageText(RunRecord run, Lineage lineage, boolean all, int deepest) {
    this.run = run;
    this.lineage = lineage;
    this.all = all;
    this.deepest = deepest;
    for (Lineage.Step step : lineage.steps()) {
      next.computeIfAbsent(near(step), _ -> new ArrayList<>()).add(step);
    }
  }

  /** The tree, then the files at its ends, and who started its processes; its last line ended. */
  public String text() {
    LineageNode root = new LineageNode.OfFile(lineage.file());
    text.append(FileText.of(run, lineage.file())).append('\n');
    drawBelow(root, "", 1);
    if (lineage.steps().isEmpty()) {
      text.append(lineage.towards() ? "the run did not write it\n" : "the run did not read it\n");
    } else if (lineage.towards()) {
      list("there before the run:", ends(lineage.found()));
      list("started by:", lineage.starters().stream().map(process -> name(process)).toList());
    } else {
      list("left by the run:", ends(lineage.left()));
    }
    return text.toString();
  }

  private List<String> ends(List<FileHistory> files) {
    return files.stream()
        .filter(file -> !file.isRemoved())
        .filter(file -> all || OWN.contains(run.roleOf(file)))
        .map(file -> FileText.of(run, file))
        .toList();
  }

  private void list(String heading, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    text.append('\n').append(heading).append('\n');
    lines.forEach(line -> text.append("  ").append(line).append('\n'));
  }

  private LineageNode near(Lineage.Step step) {
    return lineage.towards() ? step.to() : step.from();
  }

  private LineageNode far(Lineage.Step step) {
    return lineage.towards() ? step.from() : step.to();
  }

  private void drawBelow(LineageNode node, String prefix, int depth) {
    if (!drawn.add(node)) {
      return;
    }
    Map<FileRole, Integer> folded = new LinkedHashMap<>();
    List<Lineage.Step> steps = new ArrayList<>();
    for (Lineage.Step step : next.getOrDefault(node, List.of())) {
      FileRole role = foldedRole(far(step));
      if (role == null) {
        steps.add(step);
      } else {
        folded.merge(role, 1, Integer::sum);
      }
    }
    steps.sort(Comparator.comparingInt(this::rank));
    int left = Math.max(0, steps.size() - MOST_LINES);
    List<String> rest = new ArrayList<>();
    if (left > 0) {
      rest.add("and %d more (--json has all)".formatted(left));
    }
    folded.forEach((role, count) -> rest.add(foldedText(role, count)));
    if (node instanceof LineageNode.OfProcess of) {
      unknownEnds(of.process()).ifPresent(rest::add);
    }
    List<Lineage.Step> shown = steps.subList(0, steps.size() - left);
    for (int i = 0; i < shown.size(); i++) {
      draw(shown.get(i), prefix, i == shown.size() - 1 && rest.isEmpty(), depth);
    }
    for (int i = 0; i < rest.size(); i++) {
      text.append(prefix).append(i == rest.size() - 1 ? "└─ " : "├─ ").append(rest.get(i));
      text.append('\n');
    }
  }

  private void draw(Lineage.Step step, String prefix, boolean last, int depth) {
    String below = prefix + (last ? "   " : "│  ");
    text.append(prefix).append(last ? "└─ " : "├─ ").append(words(step));
    LineageNode node = far(step);
    if (node instanceof LineageNode.OfChannel) {
      List<Lineage.Step> ends =
          next.getOrDefault(node, List.of()).stream()
              .filter(end -> !far(end).equals(near(step)))
              .toList();
      if (ends.size() == 1) {
        // A pipe with one at its end needs no line of its own.
        node = far(ends.getFirst());
        text.append(lineage.towards() ? " from " : " to ").append(name(node));
      }
    }
    boolean leaf = next.getOrDefault(node, List.of()).isEmpty();
    if (!leaf && drawn.contains(node)) {
      text.append(" (see above)");
    } else if (!leaf && depth >= deepest) {
      text.append(" (and what lies behind it: --depth)");
    }
    text.append('\n');
    if (!leaf && depth < deepest) {
      drawBelow(node, below, depth + 1);
    }
  }

  /** What came with the image or is none on any disk, and was not written; null for all else. */
  private @Nullable FileRole foldedRole(LineageNode node) {
    if (all || !(node instanceof LineageNode.OfFile of) || next.containsKey(node)) {
      return null;
    }
    FileRole role = run.roleOf(of.file());
    return role == FileRole.IMAGE || role == FileRole.KERNEL ? role : null;
  }

  private String foldedText(FileRole role, int count) {
    String files = count == 1 ? "1 file" : count + " files";
    String of = role == FileRole.IMAGE ? "of the image" : "of the kernel's";
    return "%s %s %s".formatted(lineage.towards() ? "read" : "wrote", files, of);
  }

  /** A connection to the outside, or one within the run of which the trace does not tell. */
  private Optional<String> unknownEnds(TracedProcess process) {
    long sockets =
        run.graph().executions(process).stream()
            .flatMap(execution -> execution.channels().stream())
            .filter(use -> use.channel().kind() == FileKind.SOCKET)
            .filter(use -> lineage.towards() ? use.read() > 0 : use.written() > 0)
            .filter(use -> use.channel().hasOneEnd())
            .map(ChannelUse::channel)
            .distinct()
            .count();
    return sockets == 0
        ? Optional.empty()
        : Optional.of(
            "%s %s whose other end is not known"
                .formatted(
                    lineage.towards() ? "read from" : "wrote to",
                    sockets == 1 ? "a socket" : sockets + " sockets"));
  }

  /** Files first, those that lead no further before others. */
  private int rank(Lineage.Step step) {
    return switch (far(step)) {
      case LineageNode.OfFile of -> next.containsKey(of) ? 1 : 0;
      case LineageNode.OfChannel _ -> 2;
      case LineageNode.OfProcess _ -> 3;
    };
  }

  private String words(Lineage.Step step) {
    LineageNode near = near(step);
    LineageNode far = far(step);
    String perhaps = step.inherited() ? "perhaps " : "";
    boolean towards = lineage.towards();
    return switch (far) {
      case LineageNode.OfFile of ->
          (towards ? "read " : perhaps + "wrote ") + FileText.of(run, of.file());
      case LineageNode.OfChannel of ->
          (towards ? "through a " : "into a ")
              + (of.channel().kind() == FileKind.SOCKET ? "socket" : "pipe");
      case LineageNode.OfProcess of ->
          switch (near) {
                case LineageNode.OfFile _ -> perhaps + (towards ? "written by " : "read by ");
                case LineageNode.OfChannel _ -> "";
                case LineageNode.OfProcess _ -> towards ? "at first a copy of " : "copied as ";
              }
              + name(of.process());
    };
  }

  private static String name(LineageNode node) {
    return node instanceof LineageNode.OfProcess of ? name(of.process()) : "?";
  }

  private static String name(TracedProcess process) {
    return "%s [%d]"
        .formatted(ShellText.cut(CommandText.of(process), COMMAND_WIDTH), process.pid());
  }
}

package org.wholetale.recordedrun.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Set;
import org.wholetale.recordedrun.provenance.Channel;
import org.wholetale.recordedrun.provenance.ChannelUse;
import org.wholetale.recordedrun.provenance.Execution;
import org.wholetale.recordedrun.provenance.FileHistory;
import org.wholetale.recordedrun.provenance.FileRole;
import org.wholetale.recordedrun.provenance.FileUse;
import org.wholetale.recordedrun.provenance.FileVersion;
import org.wholetale.recordedrun.provenance.RunDescription;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.provenance.ShellText;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileKind;

/**
 * A run as a graph for Graphviz: the run's own files, the programs that used them, and the pipes
 * between those.
 *
 * @see "https://graphviz.org/doc/info/lang.html"
 */
final class Dot {

  /** What came with the image, and what the kernel makes up, would hide all the rest. */
  private static final Set<FileRole> SHOWN =
      Set.of(FileRole.WORKSPACE, FileRole.DATA, FileRole.SCRATCH);

  private static final int LONGEST_LABEL = 60;

  private final RunRecord run;
  private final Writer out;

  private Dot(RunRecord run, Writer out) {
    this.run = run;
    this.out = out;
  }

  static void write(RunRecord run, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, UTF_8), 1 << 16);
    new Dot(run, writer).write();
    writer.flush();
  }

  private void write() throws IOException {
    out.write("digraph run {\n");
    out.write("  graph [rankdir=LR, labelloc=t, label=%s];\n".formatted(quoted(title())));
    out.write("  node [fontname=\"sans-serif\", fontsize=10];\n");
    for (FileHistory file : run.graph().files()) {
      if (isShown(file)) {
        file(file);
      }
    }
    for (Channel channel : run.graph().channels()) {
      node(
          Names.channel(channel),
          channel.kind() == FileKind.FIFO ? "pipe" : "socket",
          "shape=circle, style=dashed");
    }
    for (Execution execution : run.graph().executions()) {
      if (isShown(execution)) {
        execution(execution);
      }
    }
    out.write("}\n");
  }

  private String title() {
    RunDescription told = run.description();
    String name = told.name() == null ? "run" : told.name();
    return told.completeness().complete() ? name : name + "\n" + told.completeness().text();
  }

  private boolean isShown(FileHistory file) {
    return file.kind() == FileKind.FILE && SHOWN.contains(run.roleOf(file));
  }

  private boolean isShown(Execution execution) {
    return !execution.channels().isEmpty()
        || execution.files().stream().anyMatch(use -> isShown(use.version().file()));
  }

  private void file(FileHistory file) throws IOException {
    String name = ShellText.quote(RelativePath.of(file.path(), run.description().folders()));
    FileVersion before = null;
    for (FileVersion version : file.versions()) {
      String label = before == null ? name : name + "\nversion " + version.number();
      node(
          Names.version(version),
          label,
          version.isFound() ? "shape=note" : "shape=note, style=filled, fillcolor=lightyellow");
      if (before != null && version.isFromEarlier()) {
        edge(Names.version(before), Names.version(version), " [style=dotted]");
      }
      before = version;
    }
  }

  private void execution(Execution execution) throws IOException {
    String name = Names.execution(execution);
    Event.Exec program = execution.program();
    node(
        name,
        program == null ? "?" : ShellText.cut(ShellText.commandLine(program.argv()), LONGEST_LABEL),
        execution.exec() == null
            ? "shape=box, style=\"rounded,dashed\""
            : "shape=box, style=rounded");
    for (FileUse use : execution.files()) {
      if (isShown(use.version().file())) {
        if (use.reads()) {
          edge(Names.version(use.version()), name, use.isExecuted() ? " [label=program]" : "");
        }
        if (use.writes()) {
          edge(name, Names.version(use.version()), "");
        }
      }
    }
    for (ChannelUse use : execution.channels()) {
      if (use.read() > 0) {
        edge(Names.channel(use.channel()), name, " [style=dashed]");
      }
      if (use.written() > 0) {
        edge(name, Names.channel(use.channel()), " [style=dashed]");
      }
    }
  }

  private void node(String name, String label, String looks) throws IOException {
    out.write("  %s [label=%s, %s];\n".formatted(quoted(name), quoted(label), looks));
  }

  private void edge(String from, String to, String looks) throws IOException {
    out.write("  %s -> %s%s;\n".formatted(quoted(from), quoted(to), looks));
  }

  /** Graphviz takes a backslash for an escape and an ampersand for an entity in what it shows. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '&' -> quoted.append("&amp;");
            case '\n' -> quoted.append("\\n");
            default -> {
              if (Character.isISOControl(c)) {
                quoted.append("\\\\u{%x}".formatted(c));
              } else {
                quoted.appendCodePoint(c);
              }
            }
          }
        });
    return quoted.append('"').toString();
  }
}

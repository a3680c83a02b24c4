package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The bpftrace program for what a run records: the sections from the resources, one after another.
 *
 * @param sections their names; the last holds the one END probe
 */
record KernelProgram(List<String> sections) {

  KernelProgram {
    sections = List.copyOf(sections);
  }

  /** The program for these kinds of events; starts of programs always are among them. */
  static KernelProgram of(boolean exits, boolean files) {
    List<String> sections = new ArrayList<>(List.of("lifecycle"));
    if (exits) {
      sections.add("exits");
    }
    if (files) {
      sections.add("files");
    }
    sections.add(files ? "end-files" : "end");
    return new KernelProgram(sections);
  }

  /** What is recorded, for the manifest: the sections that have probes of their own. */
  List<String> probes() {
    return sections.subList(0, sections.size() - 1);
  }

  /** The text that bpftrace runs. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (String section : sections) {
      text.append(read(section + ".bt")).append('\n');
    }
    return text.toString();
  }

  private static String read(String resource) {
    try (InputStream in = KernelProgram.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program was built without " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + resource, e);
    }
  }
}

package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bpftrace program for what a run records: the sections from the resources, one after another.
 *
 * @param sections their names; the last holds the one END probe
 * @param subsystem the kernel's number of the controller whose v1 hierarchy tells groups apart;
 *     null where the v2 hierarchy does
 */
record KernelProgram(List<String> sections, @Nullable Integer subsystem) {

  /** The v2 group of the current task, and its number, as the sections write them. */
  private static final String GROUP = "->cgroups->dfl_cgrp";

  private static final Pattern NUMBER = Pattern.compile("(?<=[\\[ ])cgroup(?=[\\],])");

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
    return new KernelProgram(sections, null);
  }

  /** The same, where the v1 hierarchy of a controller tells groups apart. */
  KernelProgram inHierarchyOf(int number) {
    return new KernelProgram(sections, number);
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
    return subsystem == null ? text.toString() : inV1(text.toString());
  }

  private String inV1(String text) {
    String group = "->cgroups->subsys[%d]->cgroup".formatted(subsystem);
    String ofTask = "((struct cgroup *)((struct task_struct *)curtask)%s)".formatted(group);
    return NUMBER
        .matcher(text.replace(GROUP, group))
        .replaceAll("(uint64)((struct kernfs_node *)%s->kn)->id".formatted(ofTask));
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

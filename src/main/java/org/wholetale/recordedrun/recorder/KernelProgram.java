package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.api.Recording;

/**
 * The bpftrace program for what a run records: the sections from the resources, one after another.
 *
 * @param sections their names, without that of the end, which every program has
 * @param arguments the numbers that it takes after those of the scope
 * @param features those of the kernel that is to run it
 * @param subsystem the kernel's number of the controller whose v1 hierarchy tells groups apart;
 *     null where the v2 hierarchy does
 */
record KernelProgram(
    List<String> sections,
    List<String> arguments,
    KernelFeatures features,
    @Nullable Integer subsystem) {

  /** The v2 group of the current task, and its number, as the sections write them. */
  private static final String GROUP = "->cgroups->dfl_cgrp";

  private static final String ENVIRONMENT = "environment";

  private static final Pattern MAP = Pattern.compile("@\\w+");

  /** Needs no look at memory in the v2 hierarchy alone. */
  private static final String OLDER_GROUPS = "cgroup >= (uint64)$1 && ";

  private static final Pattern NUMBER = Pattern.compile("(?<=[\\[ ])cgroup(?=[\\],])");

  /** Ends a line that reads registers by their names on x86-64. */
  private static final String X86_64_ONLY = "// x86-64";

  /** Ends a line that is for kernels with that feature, as the next two do. */
  private static final String IO_ACCOUNTING = "// TASK_IO_ACCOUNTING";

  private static final String FILE_REFERENCES = "// file_ref_t";
  private static final String NO_FILE_REFERENCES = "// no file_ref_t";

  KernelProgram {
    sections = List.copyOf(sections);
    arguments = List.copyOf(arguments);
  }

  /**
   * The program for what is to be recorded; starts of programs always are.
   *
   * @param features those of the kernel that is to run it
   */
  static KernelProgram of(Recording recording, KernelFeatures features) {
    List<String> sections = new ArrayList<>(List.of("lifecycle"));
    if (!recording.environmentOrEmpty().isEmpty()) {
      sections.add(ENVIRONMENT);
    }
    if (recording.recordsNetwork()) {
      sections.add("network");
      if (features.socketLengths()) {
        // Before exits, so that what an ending thread has moved comes before its process's end.
        sections.add("traffic");
      }
    }
    if (recording.recordsExits()) {
      sections.add("exits");
    }
    if (recording.recordsFiles()) {
      sections.add("files");
    }
    if (features.ioUring() && (recording.recordsFiles() || recording.recordsPipes())) {
      sections.add("io_uring");
    }
    if (recording.recordsBytes() || recording.recordsPipes()) {
      sections.add("bytes");
    }
    return new KernelProgram(
        sections, List.of(recording.recordsBytes() ? "1" : "0"), features, null);
  }

  /** Whether it adds up what is read and written. */
  boolean sumsBytes() {
    return sections.contains("bytes");
  }

  /** The same, where the v1 hierarchy of a controller tells groups apart. */
  KernelProgram inHierarchyOf(int number) {
    return new KernelProgram(sections, arguments, features, number);
  }

  /** What is recorded, for the manifest. */
  List<String> probes() {
    return sections;
  }

  /** The text that bpftrace runs. */
  String text() {
    List<String> leftOut = leftOut();
    StringBuilder text = new StringBuilder();
    for (String section : resources()) {
      text.append(without(leftOut, read(section + ".bt"))).append('\n');
    }
    text.append(endOf(text));
    return subsystem == null ? text.toString() : inV1(text.toString());
  }

  /** What an exec consists of is put out before the exec itself. */
  private List<String> resources() {
    List<String> resources = new ArrayList<>(sections);
    resources.add(sections.contains(ENVIRONMENT) ? 2 : 1, "exec");
    return resources;
  }

  /** How lines end that are not for this machine. */
  private List<String> leftOut() {
    List<String> leftOut = new ArrayList<>();
    if (!isX86()) {
      leftOut.add(X86_64_ONLY);
    }
    if (!features.ioAccounting()) {
      leftOut.add(IO_ACCOUNTING);
    }
    leftOut.add(features.fileReferences() ? NO_FILE_REFERENCES : FILE_REFERENCES);
    return leftOut;
  }

  private static String without(List<String> leftOut, String section) {
    return section
        .lines()
        .filter(line -> leftOut.stream().noneMatch(line::endsWith))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** Whether the kernel's registers have the names that the sections know. */
  static boolean isX86() {
    return System.getProperty("os.arch").equals("amd64");
  }

  /** The section that ends any program, without the maps that this one has not. */
  private static String endOf(CharSequence program) {
    Set<String> maps =
        MAP.matcher(program).results().map(MatchResult::group).collect(Collectors.toSet());
    return read("end.bt")
        .lines()
        .filter(
            line -> MAP.matcher(line).results().map(MatchResult::group).allMatch(maps::contains))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private String inV1(String text) {
    String group = "->cgroups->subsys[%d]->cgroup".formatted(subsystem);
    String ofTask = "((struct cgroup *)((struct task_struct *)curtask)%s)".formatted(group);
    return NUMBER
        .matcher(text.replace(OLDER_GROUPS, "").replace(GROUP, group))
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

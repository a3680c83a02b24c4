package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * @param subsystem the kernel's number of the controller whose v1 hierarchy tells groups apart;
 *     null where the v2 hierarchy does
 */
record KernelProgram(List<String> sections, List<String> arguments, @Nullable Integer subsystem) {

  /** The v2 group of the current task, and its number, as the sections write them. */
  private static final String GROUP = "->cgroups->dfl_cgrp";

  private static final String ENVIRONMENT = "environment";

  private static final Pattern MAP = Pattern.compile("@\\w+");

  /** Needs no look at memory in the v2 hierarchy alone. */
  private static final String OLDER_GROUPS = "cgroup >= (uint64)$1 && ";

  private static final Pattern NUMBER = Pattern.compile("(?<=[\\[ ])cgroup(?=[\\],])");

  /** Ends a line that reads registers by their names on x86-64. */
  private static final String X86_64_ONLY = "// x86-64";

  /** Ends a line that reads the account which {@link #IO_ACCOUNT} shows. */
  private static final String IO_ACCOUNTING_ONLY = "// TASK_IO_ACCOUNTING";

  private static final Path IO_ACCOUNT = Path.of("/proc/self/io");

  KernelProgram {
    sections = List.copyOf(sections);
    arguments = List.copyOf(arguments);
  }

  /**
   * The program for what is to be recorded; starts of programs always are.
   *
   * @param socketLengths whether the kernel tells what goes through sockets
   * @param ioUring whether it tells who sets up an io_uring
   */
  static KernelProgram of(Recording recording, boolean socketLengths, boolean ioUring) {
    List<String> sections = new ArrayList<>(List.of("lifecycle"));
    if (!recording.environmentOrEmpty().isEmpty()) {
      sections.add(ENVIRONMENT);
    }
    if (recording.recordsNetwork()) {
      sections.add("network");
      if (socketLengths) {
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
    if (ioUring && (recording.recordsFiles() || recording.recordsPipes())) {
      sections.add("io_uring");
    }
    if (recording.recordsBytes() || recording.recordsPipes()) {
      sections.add("bytes");
    }
    return new KernelProgram(sections, List.of(recording.recordsBytes() ? "1" : "0"), null);
  }

  /** Whether it adds up what is read and written. */
  boolean sumsBytes() {
    return sections.contains("bytes");
  }

  /** The same, where the v1 hierarchy of a controller tells groups apart. */
  KernelProgram inHierarchyOf(int number) {
    return new KernelProgram(sections, arguments, number);
  }

  /** What is recorded, for the manifest. */
  List<String> probes() {
    return sections;
  }

  /** The text that bpftrace runs. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (String section : resources()) {
      text.append(forThisMachine(read(section + ".bt"))).append('\n');
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

  private static String forThisMachine(String section) {
    boolean x86 = isX86();
    boolean ioAccounting = Files.exists(IO_ACCOUNT);
    return section
        .lines()
        .filter(line -> x86 || !line.endsWith(X86_64_ONLY))
        .filter(line -> ioAccounting || !line.endsWith(IO_ACCOUNTING_ONLY))
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

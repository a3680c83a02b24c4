package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where it stands what the processes of a control group use.
 *
 * @param paths the kernel's files, by name
 */
record AccountFiles(Map<String, Path> paths) {

  AccountFiles {
    paths = Map.copyOf(paths);
  }

  /** Those that are there in any of the groups, all of which hold the same processes. */
  static AccountFiles in(List<Cgroup> groups) {
    Map<String, Path> paths = new HashMap<>();
    for (Cgroup group : groups) {
      for (String name : ResourceSample.FILES) {
        Path file = group.folder().resolve(name);
        if (!paths.containsKey(name) && canBeRead(file)) {
          paths.put(name, file);
        }
      }
    }
    return new AccountFiles(paths);
  }

  private static boolean canBeRead(Path file) {
    try {
      Files.readString(file);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  boolean isEmpty() {
    return paths.isEmpty();
  }

  /**
   * What they say now.
   *
   * @return nothing where one of them is gone: the groups then go away, and the rest would be a
   *     part of the truth
   */
  Map<String, String> read() {
    Map<String, String> contents = new HashMap<>();
    try {
      for (Map.Entry<String, Path> path : paths.entrySet()) {
        contents.put(path.getKey(), Files.readString(path.getValue()));
      }
    } catch (IOException e) {
      return Map.of();
    }
    return contents;
  }
}

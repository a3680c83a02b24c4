package org.wholetale.recordedrun.format;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.FileHistory;
import org.wholetale.recordedrun.provenance.FileRole;
import org.wholetale.recordedrun.provenance.RunRecord;

/**
 * What CPR takes a file for. Its roles go by the folder that the file lies in; of the run's own
 * folders the run itself tells more.
 */
final class CprRole {

  private static final String SYSTEM = "os";
  private static final String SOFTWARE = "sw";
  private static final String INPUT = "in";
  private static final String OUTPUT = "out";
  private static final String TEMPORARY = "tmp";
  private static final String NOTHING = "nul";

  /** Where images have what is not the distribution's. */
  private static final Map<String, String> INSTALLED =
      Map.of(
          "/home", SOFTWARE,
          "/opt", SOFTWARE,
          "/srv", SOFTWARE,
          "/usr/local", SOFTWARE);

  private CprRole() {}

  /** The role of a file: one of {@code os, sw, in, out, tmp, nul}. */
  static String of(FileHistory file, FileRole role) {
    return switch (role) {
      case DATA -> file.isWritten() ? OUTPUT : INPUT;
      case WORKSPACE -> ofWorkspace(file);
      case SCRATCH -> TEMPORARY;
      case KERNEL -> file.path().toString().equals("/dev/null") ? NOTHING : SYSTEM;
      case IMAGE -> ofImage(file.path().toString());
    };
  }

  /** The folders that say what the files below are, in their order. */
  static Map<String, String> byFolder(RunRecord run) {
    Map<String, String> roles = new TreeMap<>(INSTALLED);
    roles.put("/", SYSTEM);
    roles.put("/dev/null", NOTHING);
    roles.put("/tmp", TEMPORARY);
    roles.put("/var/tmp", TEMPORARY);
    roles.put(run.description().folders().workspace(), SOFTWARE);
    @Nullable String data = run.description().folders().data();
    if (data != null) {
      roles.put(Objects.requireNonNull(data), INPUT);
    }
    return roles;
  }

  private static String ofWorkspace(FileHistory file) {
    if (!file.isWritten()) {
      return SOFTWARE;
    }
    return file.isRemoved() && !file.isFound() ? TEMPORARY : OUTPUT;
  }

  private static String ofImage(String path) {
    return INSTALLED.keySet().stream().anyMatch(folder -> path.startsWith(folder + "/"))
        ? SOFTWARE
        : SYSTEM;
  }
}

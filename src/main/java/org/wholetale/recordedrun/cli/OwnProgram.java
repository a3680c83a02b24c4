package org.wholetale.recordedrun.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.wholetale.recordedrun.recorder.Supervisor;

/** How this very program is started again. */
final class OwnProgram {

  private OwnProgram() {}

  /** What stands in for the programs of the recorder's image, made in that folder. */
  static Map<String, List<String>> standIns(Path folder) throws IOException {
    Path supervise = folder.resolve(Supervisor.NAME);
    Supervisor.install(supervise);
    return Map.of(
        Supervisor.NAME, List.of("sh", supervise.toString()), "recordedrun", commandLine());
  }

  /** The folders in which it lies, and its Java. */
  static List<Path> folders() {
    return Stream.concat(
            Stream.of(Path.of(System.getProperty("java.home"))),
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .map(
                    entry -> Files.isDirectory(entry) ? entry : entry.toAbsolutePath().getParent()))
        .distinct()
        .sorted()
        .toList();
  }

  /** The command line up to the arguments: small, since it runs beside the tale. */
  private static List<String> commandLine() {
    String java =
        ProcessHandle.current()
            .info()
            .command()
            .orElseGet(() -> System.getProperty("java.home") + "/bin/java");
    return List.of(
        java,
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx128m",
        "--sun-misc-unsafe-memory-access=allow",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName());
  }
}

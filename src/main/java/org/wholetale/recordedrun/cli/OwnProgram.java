package org.wholetale.recordedrun.cli;

import java.util.List;

/** How this very program is started again. */
final class OwnProgram {

  private OwnProgram() {}

  /** The command line up to the arguments: small, since it runs beside the tale. */
  static List<String> commandLine() {
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

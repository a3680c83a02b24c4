package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The script that is the first process of the recorder's container. */
public final class Supervisor {

  /** Its name in the {@code PATH} of the container. */
  public static final String NAME = "recordedrun-supervise";

  private Supervisor() {}

  /** Puts it there, to be run by {@code sh}. */
  public static void install(Path file) throws IOException {
    try (InputStream script = Supervisor.class.getResourceAsStream("supervise.sh")) {
      if (script == null) {
        throw new IllegalStateException("the program was built without supervise.sh");
      }
      Files.copy(script, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}

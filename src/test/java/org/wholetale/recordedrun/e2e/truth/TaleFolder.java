package org.wholetale.recordedrun.e2e.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.wholetale.recordedrun.recorder.Folders;

/**
 * The folder that a real program works in. It is the same path in each run, and has the same files
 * at the start, with the same times.
 *
 * @param prepared what it is to be at the start
 * @param path where the program finds it
 */
record TaleFolder(Path prepared, Path path) {

  /** Has the program's {@code prepare.sh}, if there is one, make what it works on. */
  static TaleFolder prepare(RealProgram program, Path parent)
      throws IOException, InterruptedException, URISyntaxException {
    TaleFolder folder = new TaleFolder(parent.resolve("prepared"), parent.resolve("tale"));
    Path source =
        Path.of(Objects.requireNonNull(TaleFolder.class.getResource(program.folderName())).toURI());
    run(List.of("cp", "-r", source.toString(), folder.path().toString()));
    Files.createDirectories(folder.path().resolve("home"));
    Files.createDirectories(folder.path().resolve("tmp"));
    if (Files.exists(folder.path().resolve("prepare.sh"))) {
      run(folder.command("prepare.sh"));
    }
    Files.move(folder.path(), folder.prepared());
    return folder;
  }

  /** Makes it what it was at the start. */
  void reset() throws IOException, InterruptedException {
    if (Files.exists(path)) {
      Folders.delete(path);
    }
    run(List.of("cp", "-a", prepared.toString(), path.toString()));
  }

  /** Runs the script of the program, in the environment of a container. */
  List<String> command() {
    return command("run.sh");
  }

  private List<String> command(String script) {
    List<String> line = new ArrayList<>(List.of("/usr/bin/env", "-i", "-C", path.toString()));
    line.add("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    line.add("HOME=" + path.resolve("home"));
    line.add("TMPDIR=" + path.resolve("tmp"));
    line.addAll(List.of("LANG=C.UTF-8", "/bin/sh", script));
    return line;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
  }
}

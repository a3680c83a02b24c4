package org.wholetale.recordedrun.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.wholetale.recordedrun.cli.Main;

/**
 * {@code recordedrun} as a process of its own, run from this test's class path.
 *
 * @param folder where it runs, and where its temporary files lie
 * @param environment what it has beyond this process's environment
 */
public record Recordedrun(Path folder, Map<String, String> environment) {

  private static final long PATIENCE_SECONDS = 120;
  private static final long GRACE_SECONDS = 20;

  /** One that has ended. */
  public record Ended(int exitCode, String out, String err) {}

  public static Recordedrun in(Path folder) {
    return new Recordedrun(folder, Map.of());
  }

  public Recordedrun with(Map<String, String> environment) {
    return new Recordedrun(folder, environment);
  }

  /** Runs it to its end. */
  public Ended run(String... arguments) throws IOException, InterruptedException {
    try (Running running = start(arguments)) {
      return running.await();
    }
  }

  /** Records a command into {@code archive/} of the folder. */
  public Recording record(String... command) throws IOException, InterruptedException {
    return record(List.of(), command);
  }

  /** Records the command's processes only, which takes bpftrace a third of the time to start. */
  Recording recordProcesses(String... command) throws IOException, InterruptedException {
    return record(List.of("--no-files"), command);
  }

  /** Records processes and the network. */
  Recording recordNetworkOnly(String... command) throws IOException, InterruptedException {
    return record(List.of("--no-files", "--network"), command);
  }

  /** Records the network too. */
  Recording recordWithNetwork(String... command) throws IOException, InterruptedException {
    return record(List.of("--network"), command);
  }

  /** Records with these options too. */
  Recording record(List<String> options, String... command)
      throws IOException, InterruptedException {
    try (Running running = startRecording(options, command)) {
      return recordingBy(running.await());
    }
  }

  /** Begins to record a command into {@code archive/} of the folder. */
  Running startRecording(String... command) throws IOException {
    return startRecording(List.of(), command);
  }

  private Running startRecording(List<String> options, String... command) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("record", "--output", archive()));
    arguments.addAll(options);
    arguments.add("--");
    arguments.addAll(List.of(command));
    return start(arguments.toArray(String[]::new));
  }

  /** What one that has ended has recorded there. */
  Recording recordingBy(Ended ended) throws IOException {
    return Recording.below(Path.of(archive()), ended);
  }

  private String archive() {
    return folder.resolve("archive").toString();
  }

  public Running start(String... arguments) throws IOException {
    return start(Main.class, arguments);
  }

  /** Starts another program of the class path in its place. */
  public Running start(Class<?> program, String... arguments) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                // the product's, not the tests'
                "-Dlogback.configurationFile=logback.xml",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    line.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err);
  }

  /** One that may still be running. */
  public record Running(Process process, Path outFile, Path errFile) implements AutoCloseable {

    public String out() {
      return text(outFile);
    }

    public String err() {
      return text(errFile);
    }

    public Ended await() throws InterruptedException {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(
            "still running after %d s: %s".formatted(PATIENCE_SECONDS, text(errFile)));
      }
      return new Ended(process.exitValue(), text(outFile), text(errFile));
    }

    /** Lets it clean up behind itself, and ends it all the same where it does not. */
    @Override
    public void close() {
      process.toHandle().destroy();
      try {
        process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      process.destroyForcibly();
    }

    private static String text(Path file) {
      try {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}

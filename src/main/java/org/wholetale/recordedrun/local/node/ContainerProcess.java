package org.wholetale.recordedrun.local.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.wholetale.recordedrun.recorder.AccountedGroup;

/** A container as a process of this machine. */
final class ContainerProcess {

  /**
   * How it ended.
   *
   * @param code as a shell tells it: 128 and the signal's number where one ended it
   * @param startFailure why it could not be started at all; empty where it was
   */
  record Exit(int code, String startFailure) {

    boolean succeeded() {
      return code == 0 && !failedToStart();
    }

    boolean failedToStart() {
      return !startFailure.isEmpty();
    }
  }

  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Process process;
  private final AccountedGroup group;
  private final CompletableFuture<Exit> exit;

  private ContainerProcess(Process process, AccountedGroup group, CompletableFuture<Exit> exit) {
    this.process = process;
    this.group = group;
    this.exit = exit;
  }

  /**
   * Starts it.
   *
   * @param folder empty, for what the start needs
   * @param group its control group; made if it is not there
   * @param ended called when it has ended
   */
  static ContainerProcess start(
      ContainerSpec spec, Path folder, AccountedGroup group, ContainerLogFile log, Runnable ended)
      throws IOException {
    group.create();
    Path script = folder.resolve("container.sh");
    try (InputStream in = ContainerProcess.class.getResourceAsStream("container.sh")) {
      if (in == null) {
        throw new IllegalStateException("the program was built without container.sh");
      }
      Files.write(script, in.readAllBytes());
    }
    Path mounts = folder.resolve("mounts");
    Files.writeString(mounts, String.join("", spec.mountLines()));
    Path failure = folder.resolve("failure");
    ProcessBuilder builder =
        new ProcessBuilder(commandLine(spec, script, group, failure, folder, mounts));
    builder.environment().clear();
    builder.environment().put("PATH", PATH);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    Process process = builder.start();
    Thread out = log.copy("stdout", process.getInputStream());
    Thread err = log.copy("stderr", process.getErrorStream());
    CompletableFuture<Exit> exit = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("wait-" + group.group().folder().getFileName())
        .start(() -> {
          awaitEnd(process, group, failure, List.of(out, err), log, exit);
          ended.run();
        });
    return new ContainerProcess(process, group, exit);
  }

  private static List<String> commandLine(
      ContainerSpec spec, Path script, AccountedGroup group, Path failure, Path folder, Path mounts)
      throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                "setsid",
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "--pid",
                "--fork",
                "sh"));
    line.add(script.toString());
    line.add(group.processes().toString());
    group.counterpartProcesses().forEach(path -> line.add(path.toString()));
    line.add(failure.toString());
    ContainerSpec.Identity identity = spec.identity();
    line.add(identity == null ? "-" : Files.createDirectories(folder.resolve("root")).toString());
    line.add(mounts.toString());
    line.add(spec.workingDirectory().toString());
    if (identity != null) {
      line.addAll(identity.setprivOptions());
    }
    line.add("--");
    spec.environment().forEach((name, value) -> line.add(name + "=" + value));
    line.add("--");
    line.addAll(spec.command());
    return line;
  }

  private static void awaitEnd(
      Process process,
      AccountedGroup group,
      Path failure,
      List<Thread> output,
      ContainerLogFile log,
      CompletableFuture<Exit> exit) {
    try {
      int code = process.waitFor();
      // As when a PID namespace ends with its first process.
      group.kill();
      for (Thread thread : output) {
        thread.join();
      }
      log.close();
      exit.complete(new Exit(code, Files.exists(failure) ? Files.readString(failure).strip() : ""));
    } catch (IOException e) {
      exit.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exit.completeExceptionally(e);
    }
  }

  /** Completes once its first process has ended and all others are killed. */
  CompletableFuture<Exit> exit() {
    return exit;
  }

  boolean isRunning() {
    return !exit.isDone();
  }

  /** Sends SIGTERM to its first process, which as such gets it only if it has a handler. */
  void terminate() {
    first().ifPresent(ProcessHandle::destroy);
  }

  /** Kills all its processes. */
  void kill() throws IOException {
    first().ifPresent(ProcessHandle::destroyForcibly);
    group.kill();
  }

  /** The first process of its PID namespace; empty where that has ended. */
  private Optional<ProcessHandle> first() {
    return process.toHandle().children().findFirst();
  }

  /** Starts a command of a probe or a hook, in the container's namespaces. */
  Process exec(List<String> command) throws IOException {
    List<String> line =
        new ArrayList<>(List.of("nsenter", "--mount", "--root", "--pid", "--target"));
    line.add(Long.toString(first().orElseGet(process::toHandle).pid()));
    line.add("--");
    line.addAll(command);
    return new ProcessBuilder(line)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}

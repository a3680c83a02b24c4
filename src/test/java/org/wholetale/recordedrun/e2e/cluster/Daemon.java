package org.wholetale.recordedrun.e2e.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process of the cluster itself, such as {@code kubelet}, that can be kept from doing anything
 * for a while.
 *
 * @param pid on this machine
 */
record Daemon(String name, long pid) {

  /** Empty where the cluster is not one that {@code cluster/up} has started on this machine. */
  static Optional<Daemon> named(String name) throws IOException {
    Path pid = Path.of(System.getenv("KUBECONFIG")).resolveSibling("pids").resolve(name);
    return Files.exists(pid)
        ? Optional.of(new Daemon(name, Long.parseLong(Files.readString(pid).strip())))
        : Optional.empty();
  }

  /** Halts it until that is closed; who asks it something gets no answer. */
  Halted halt() throws IOException {
    signal("STOP");
    return new Halted(this);
  }

  private void signal(String signal) throws IOException {
    Process kill = new ProcessBuilder("kill", "-s", signal, Long.toString(pid)).start();
    if (kill.onExit().join().exitValue() != 0) {
      throw new IOException("%s (%d) cannot be sent SIG%s".formatted(name, pid, signal));
    }
  }

  /** A daemon that is halted. */
  record Halted(Daemon daemon) implements AutoCloseable {

    @Override
    public void close() throws IOException {
      daemon.signal("CONT");
    }
  }
}

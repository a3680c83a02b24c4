package org.wholetale.recordedrun.recorder;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A control group.
 *
 * @param folder its directory
 */
public record Cgroup(Path folder) {

  /** The group below this one, whether or not it is there. */
  public Cgroup child(String path) {
    return new Cgroup(folder.resolve(path.replaceFirst("^/+", "")).normalize());
  }

  /** The group above this one; null for the hierarchy's root. */
  public @Nullable Cgroup parent() {
    Path parent = folder.getParent();
    return parent == null ? null : new Cgroup(parent);
  }

  /** The number by which the kernel knows it. */
  public long id() throws IOException {
    return (Long) Files.getAttribute(folder, "unix:ino");
  }

  /** Makes it, and those above it. */
  public Cgroup create() throws IOException {
    Files.createDirectories(folder);
    return this;
  }

  /** The file by which a process is moved into it. */
  public Path processes() {
    return folder.resolve("cgroup.procs");
  }

  /** The v2 controllers that count what is in it; none where it is no group of v2. */
  Set<String> controllers() {
    try {
      return Set.of(Files.readString(folder.resolve("cgroup.controllers")).strip().split("\\s+"));
    } catch (IOException e) {
      return Set.of();
    }
  }

  /**
   * Has a v2 controller count what is in the groups below it.
   *
   * @return whether it does; the kernel may not let it, such as where processes are in this group
   */
  boolean delegate(String controller) {
    try {
      Files.writeString(
          folder.resolve("cgroup.subtree_control"), "+" + controller, StandardOpenOption.WRITE);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Those directly below it. */
  List<Cgroup> children() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isDirectory).map(Cgroup::new).toList();
    }
  }

  /** Whether any process is in it or below it; false where it is gone. */
  public boolean isPopulated() throws IOException {
    try {
      return Files.readString(folder.resolve("cgroup.events")).contains("populated 1");
    } catch (NoSuchFileException e) {
      return Files.isDirectory(folder) && hasProcesses();
    }
  }

  /** Cgroup v1 does not tell it. */
  private boolean hasProcesses() throws IOException {
    try {
      if (!Files.readString(processes()).isBlank()) {
        return true;
      }
      for (Cgroup child : children()) {
        if (child.hasProcesses()) {
          return true;
        }
      }
    } catch (NoSuchFileException e) {
      // gone meanwhile
    }
    return false;
  }

  /** Whether {@link #kill} works here. */
  public boolean canBeKilled() {
    return Files.exists(folder.resolve("cgroup.kill"));
  }

  /**
   * Kills every process in it and below it, at once; nothing happens where it is gone.
   *
   * @throws IOException where the kernel has no way to: on cgroup v1, and before Linux 5.14
   */
  public void kill() throws IOException {
    try {
      Files.writeString(folder.resolve("cgroup.kill"), "1", StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      if (Files.isDirectory(folder)) {
        throw new IOException(
            folder + " has no cgroup.kill: killing a group takes cgroup v2 and Linux 5.14", e);
      }
    }
  }

  /** Waits until no process is in it or below it; killing takes the kernel a moment. */
  public void awaitEmpty() throws IOException, InterruptedException {
    try {
      Failsafe.with(
              RetryPolicy.<Boolean>builder()
                  .handleResult(true)
                  .withDelay(Duration.ofMillis(10))
                  .withMaxRetries(500)
                  .build())
          .get(this::isPopulated);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof InterruptedException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Removes it and those below it; they must be empty of processes. */
  public void remove() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult postVisitDirectory(Path group, @Nullable IOException problem)
              throws IOException {
            Files.delete(group);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

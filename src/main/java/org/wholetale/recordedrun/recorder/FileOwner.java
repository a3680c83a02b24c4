package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Who a folder belongs to. What root writes as this user can do no more than the user could, also
 * on an NFS server that does not trust root, and belongs to the user from the beginning.
 *
 * @see "setfsuid(2)"
 */
record FileOwner(int user, int group) {

  private static final int ASK = -1;

  /** Writes something. */
  @FunctionalInterface
  interface Write {
    void run() throws IOException;
  }

  static FileOwner of(Path folder) throws IOException {
    return new FileOwner(
        (int) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS),
        (int) Files.getAttribute(folder, "unix:gid", LinkOption.NOFOLLOW_LINKS));
  }

  /** Does it as this user, on a thread of its own, since rights are a thread's. */
  void run(Write write) throws IOException, InterruptedException {
    FutureTask<Void> task =
        new FutureTask<>(() -> {
          become();
          write.run();
          return null;
        });
    Thread.ofPlatform().name("write-back").start(task);
    try {
      task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException problem ? problem : new IOException(e.getCause());
    }
  }

  /** The group first: with the user go the capabilities to choose one. */
  private void become() throws IOException {
    LinuxCalls.setFileGroup(group);
    LinuxCalls.setFileUser(user);
    if (LinuxCalls.setFileUser(ASK) != user || LinuxCalls.setFileGroup(ASK) != group) {
      throw new IOException("only root can write as user %d, group %d".formatted(user, group));
    }
  }
}

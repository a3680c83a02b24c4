package org.wholetale.recordedrun.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Lets a command finish its work when it is told to end by SIGTERM or SIGINT, and still exit with
 * its own code.
 */
final class Termination {

  private Termination() {}

  /**
   * Does the work on this thread; a signal meanwhile is told to {@code onSignal}, and the process
   * ends once the work has.
   */
  static int run(Callable<Integer> work, Runnable onSignal) throws Exception {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    Thread hook =
        new Thread(
            () -> {
              if (!result.isDone()) {
                onSignal.run();
                Runtime.getRuntime().halt(await(result));
              }
            },
            "termination");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      int code = work.call();
      result.complete(code);
      return code;
    } finally {
      result.complete(1);
    }
  }

  private static int await(CompletableFuture<Integer> result) {
    try {
      return result.get();
    } catch (InterruptedException | ExecutionException e) {
      return 1;
    }
  }
}

package org.wholetale.recordedrun.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.wholetale.recordedrun.workspace.HardLinks;
import org.wholetale.recordedrun.workspace.LinkFigures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the container runs that makes a workspace ready before its tale starts. */
@Command(
    name = "prepare",
    mixinStandardHelpOptions = true,
    description = {
      "Gives each file of a workspace that has other hard links a copy of its own.",
      "What is written into it then reaches no other folder. Started by the operator, as the tale's user."
    })
final class PrepareCommand implements Callable<Integer> {

  private static final long EVERY_MILLIS = 1000;

  @Option(
      names = "--workspace",
      paramLabel = "DIR",
      required = true,
      description = "The workspace, in which nothing else may be at work.")
  private Path workspace = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() throws Exception {
    Thread work = Thread.currentThread();
    // What is being copied when the run is cancelled is not left behind.
    return Termination.run(this::prepare, work::interrupt);
  }

  private int prepare() throws IOException {
    Progress progress = new Progress(spec.commandLine().getOut(), clock);
    progress.print(HardLinks.breakIn(workspace, progress::tell));
    return 0;
  }

  /** Prints figures as they grow, once a second. */
  private static final class Progress {

    private final PrintWriter out;
    private final Clock clock;
    private long next;

    Progress(PrintWriter out, Clock clock) {
      this.out = out;
      this.clock = clock;
      this.next = clock.millis() + EVERY_MILLIS;
    }

    void tell(LinkFigures figures) {
      long now = clock.millis();
      if (now >= next) {
        next = now + EVERY_MILLIS;
        print(figures);
      }
    }

    void print(LinkFigures figures) {
      out.printf(
          "files seen: %d, parted from their hard links: %d, bytes copied: %d%n",
          figures.seen(), figures.copied(), figures.bytes());
      out.flush();
    }
  }
}

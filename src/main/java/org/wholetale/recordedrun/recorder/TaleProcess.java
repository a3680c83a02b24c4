package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.recorder.OutputRecorder.Stream;
import org.wholetale.recordedrun.trace.ByteString;

/** A command that is run in a control group of its own, its output kept and passed on. */
public final class TaleProcess {

  private static final Logger LOG = LoggerFactory.getLogger(TaleProcess.class);

  /**
   * The shell moves itself, so that the first thing executed in the group is the command. In which
   * other groups it is counted matters to nobody but the figures.
   */
  private static final List<String> ENTER =
      List.of(
          "sh",
          "-c",
          """
          while [ "$1" != -- ]; do { echo 0 > "$1"; } 2> /dev/null; shift; done
          shift
          echo 0 > "$0" && exec "$@"
          """);

  private final Process process;
  private final AccountedGroup group;
  private final List<Thread> pumps;

  private TaleProcess(Process process, AccountedGroup group, List<Thread> pumps) {
    this.process = process;
    this.group = group;
    this.pumps = pumps;
  }

  /**
   * Starts the command in the current folder, with this process's input and environment.
   *
   * @param out where its stdout goes as well
   * @param err where its stderr goes as well
   */
  public static TaleProcess start(
      List<String> command,
      AccountedGroup group,
      OutputRecorder output,
      Clock clock,
      OutputStream out,
      OutputStream err)
      throws IOException {
    List<String> line = new ArrayList<>(ENTER);
    line.add(group.processes().toString());
    group.counterpartProcesses().forEach(path -> line.add(path.toString()));
    line.add("--");
    line.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectInput(ProcessBuilder.Redirect.INHERIT);
    restoreLocale(builder.environment());
    Process process = builder.start();
    return new TaleProcess(
        process,
        group,
        List.of(
            pump(process.getInputStream(), Stream.STDOUT, out, output, clock),
            pump(process.getErrorStream(), Stream.STDERR, err, output, clock)));
  }

  /** The launcher sets a locale in which this program can name any file; the tale has its own. */
  private static void restoreLocale(Map<String, String> environment) {
    String own = environment.remove("RECORDEDRUN_CALLER_LC_ALL");
    if (own != null) {
      if (own.isEmpty()) {
        environment.remove("LC_ALL");
      } else {
        environment.put("LC_ALL", own);
      }
    }
  }

  /** Waits until it has ended; what it left running is killed, as in a container. */
  public TaleExit await() throws IOException, InterruptedException {
    int code = process.waitFor();
    group.kill();
    for (Thread pump : pumps) {
      pump.join();
    }
    // The JVM tells a signal as a shell does, by 128 and its number; no other way is open to it.
    return code > 128 ? new TaleExit(null, code - 128) : new TaleExit(code, null);
  }

  /** Asks it to end, and kills it, with all that it started, after its grace. */
  public void stop(Duration grace) {
    process.toHandle().destroy();
    Thread.ofVirtual()
        .name("grace")
        .start(() -> {
          try {
            if (!process.waitFor(grace)) {
              group.kill();
            }
          } catch (IOException e) {
            LOG.atError().setCause(e).log("the tale cannot be killed");
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static Thread pump(
      InputStream from, Stream stream, OutputStream to, OutputRecorder output, Clock clock) {
    return Thread.ofPlatform()
        .name(stream.fileName())
        .start(() -> {
          byte[] buffer = new byte[1 << 14];
          boolean kept = true;
          try (from) {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
              kept = kept && keep(stream, buffer, n, output, clock);
              to.write(buffer, 0, n);
              to.flush();
            }
          } catch (IOException e) {
            LOG.atError().setCause(e).log("the tale's {} is cut off", stream.fileName());
          }
        });
  }

  /** The tale must not feel that its output cannot be kept: it is read on all the same. */
  private static boolean keep(
      Stream stream, byte[] buffer, int length, OutputRecorder output, Clock clock) {
    try {
      output.write(stream, ByteString.copyOf(buffer, 0, length), clock.instant());
      return true;
    } catch (IOException e) {
      output.fail("%s is cut off: %s".formatted(stream.fileName(), e.getMessage()));
      return false;
    }
  }
}

package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.recorder.OutputRecorder.Stream;
import org.wholetale.recordedrun.trace.ByteString;

/** A command that is run in a control group of its own, its output kept and passed on. */
public final class TaleProcess {

  private static final Logger LOG = LoggerFactory.getLogger(TaleProcess.class);

  /** The shell moves itself, so that the first thing executed in the group is the command. */
  private static final List<String> ENTER = List.of("sh", "-c", "echo 0 > \"$0\" && exec \"$@\"");

  private final Process process;
  private final Cgroup group;
  private final List<Thread> pumps;

  private TaleProcess(Process process, Cgroup group, List<Thread> pumps) {
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
      Cgroup group,
      OutputRecorder output,
      Clock clock,
      OutputStream out,
      OutputStream err)
      throws IOException {
    List<String> line = new ArrayList<>(ENTER);
    line.add(group.processes().toString());
    line.addAll(command);
    Process process =
        new ProcessBuilder(line).redirectInput(ProcessBuilder.Redirect.INHERIT).start();
    return new TaleProcess(
        process,
        group,
        List.of(
            pump(process.getInputStream(), Stream.STDOUT, out, output, clock),
            pump(process.getErrorStream(), Stream.STDERR, err, output, clock)));
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

  /** Asks it to end. */
  public void terminate() {
    // Not Process.destroy, which closes the streams and so cuts the output off.
    process.toHandle().destroy();
  }

  private static Thread pump(
      InputStream from, Stream stream, OutputStream to, OutputRecorder output, Clock clock) {
    return Thread.ofPlatform()
        .name(stream.fileName())
        .start(() -> {
          byte[] buffer = new byte[1 << 14];
          try (from) {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
              output.write(stream, ByteString.copyOf(buffer, 0, n), clock.instant());
              to.write(buffer, 0, n);
              to.flush();
            }
          } catch (IOException e) {
            LOG.atError().setCause(e).log("the tale's {} is cut off", stream.fileName());
          }
        });
  }
}

package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.api.Reason;

/** A running bpftrace. */
final class Bpftrace implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Bpftrace.class);
  private static final Path TRACING = Path.of("/sys/kernel/tracing");
  static final Path TYPES = Path.of("/sys/kernel/btf/vmlinux");
  private static final int STDOUT = 1;
  private static final int REPORTED_MESSAGES = 8000;

  private final Process process;
  private final StringBuffer messages;

  private Bpftrace(Process process, StringBuffer messages) {
    this.process = process;
    this.messages = messages;
  }

  /**
   * Starts the program; it records once its {@code B} line comes.
   *
   * @param file where its text is put
   * @param arguments the numbers it takes
   */
  @SuppressWarnings("JdkObsolete") // one thread appends to the StringBuffer, another reads it
  static Bpftrace start(
      BpftraceVersion version, KernelProgram program, Path file, String... arguments)
      throws RecorderException {
    try {
      prepareKernel();
      Files.writeString(file, program.text());
      // In a session of its own: a Ctrl-C at the terminal is the tale's, not the tracer's.
      List<String> command =
          new ArrayList<>(List.of("setsid", "bpftrace", "-f", "json", file.toString()));
      command.addAll(Arrays.asList(arguments));
      command.addAll(program.arguments());
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(version.environment());
      Process process = builder.start();
      StringBuffer messages = new StringBuffer();
      // A virtual thread that reads a pipe holds one of the few that carry them all.
      Thread.ofPlatform()
          .daemon()
          .name("bpftrace-stderr")
          .start(() -> collect(process.getErrorStream(), messages));
      return new Bpftrace(process, messages);
    } catch (IOException e) {
      throw new RecorderException("bpftrace cannot be started: " + e.getMessage(), e);
    }
  }

  /** The value that the running kernel gives an enumerator, such as {@code memory_cgrp_id}. */
  static int enumerator(String name) throws RecorderException {
    try {
      Process process =
          new ProcessBuilder(
                  "bpftrace", "-e", "BEGIN { printf(\"= %d\\n\", " + name + "); exit(); }")
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.lines()
          .filter(line -> line.startsWith("= "))
          .map(line -> Integer.valueOf(line.substring(2)))
          .findFirst()
          .orElseThrow(() ->
              new RecorderException("bpftrace does not know the kernel's " + name + ": " + said));
    } catch (IOException e) {
      throw new RecorderException("bpftrace cannot be started: " + e.getMessage(), e);
    }
  }

  /** Whether the running kernel has a tracepoint, such as {@code sock/sock_send_length}. */
  static boolean hasTracepoint(String name) throws RecorderException {
    prepareKernel();
    return Files.exists(TRACING.resolve("events").resolve(name));
  }

  /** Why nothing can be recorded on a kernel that does not describe its types. */
  static RecorderException typesAreMissing() {
    return RecorderException.hopeless(
        Reason.BtfMissing,
        TYPES + " is not there: the node's kernel must be built with CONFIG_DEBUG_INFO_BTF");
  }

  private static void prepareKernel() throws RecorderException {
    if (!Files.exists(TYPES)) {
      throw typesAreMissing();
    }
    if (!Files.exists(TRACING.resolve("events"))) {
      KernelFileSystem.TRACEFS.mount(TRACING);
    }
  }

  /** Of the lines that its probes have written; null where the kernel does not let that be read. */
  @Nullable LineCounters counters() throws IOException {
    return LineCounters.of(process.pid());
  }

  /** Lets it write so many bytes before it waits for a reader. */
  void writeAhead(int bytes) throws IOException {
    ForeignDescriptors.lendOne(process.pid(), STDOUT, pipe -> LinuxCalls.setPipeSize(pipe, bytes));
  }

  /**
   * Hands every line of its output to the sink, until it ends; on the calling thread.
   *
   * @param reading makes of what it writes what is read
   * @return what it exited with
   */
  int readLines(UnaryOperator<InputStream> reading, Consumer<BpftraceLine> sink)
      throws IOException, InterruptedException {
    try (InputStream in = reading.apply(process.getInputStream())) {
      new LineReader(in)
          .readAll((buffer, from, to) -> sink.accept(BpftraceLine.parse(buffer, from, to)));
    }
    return process.waitFor();
  }

  /** Makes its probes cheaper, once they are attached, where the kernel lets it. */
  void trimProbes() {
    try {
      int disabled = PerfEvents.disable(process.pid());
      LOG.atDebug().addKeyValue("events", disabled).log("samples that nobody reads are off");
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("samples that nobody reads stay on");
    }
  }

  /** Asks it to end as by Ctrl-C: it writes what it has, runs END and exits. */
  void interrupt() throws IOException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** What it wrote to stderr, at most the last part of it. */
  String messages() {
    return messages.toString().strip();
  }

  /** Processor time that it has used; zero where the system does not tell. */
  Duration cpuTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Ends it, if need be by force. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void collect(InputStream in, StringBuffer messages) {
    try (in) {
      byte[] buffer = new byte[4096];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        messages.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
        if (messages.length() > REPORTED_MESSAGES) {
          messages.delete(0, messages.length() - REPORTED_MESSAGES);
        }
      }
    } catch (IOException e) {
      // the stream went with the process
    }
  }
}

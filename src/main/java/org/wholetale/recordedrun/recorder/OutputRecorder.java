package org.wholetale.recordedrun.recorder;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.archive.SegmentName;
import org.wholetale.recordedrun.report.PrintedOutput;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.CutOffSegment;
import org.wholetale.recordedrun.trace.OutputLine;
import org.wholetale.recordedrun.trace.SegmentWriter;

/**
 * Keeps what the tale prints: each stream's bytes as they are, and both together in the order they
 * came. Used by several threads.
 */
public final class OutputRecorder implements AutoCloseable {

  /** Which of a tale's two streams. */
  public enum Stream {
    STDOUT,
    STDERR;

    /** The name of its file in the archive, and in the output segments. */
    public String fileName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final TraceStart start;
  private final Path markFile;
  private final SegmentWriter segments;
  private final Map<Stream, FileChannel> files = new EnumMap<>(Stream.class);
  private final PrintedOutput printed;
  private @Nullable String problem;

  /**
   * @param sink told of each segment that will not change any more
   * @param mark where to go on; null to begin
   * @param uploaded what an earlier recorder has brought into the archive
   */
  OutputRecorder(
      Spool spool,
      TraceStart start,
      Clock clock,
      SegmentWriter.Sink sink,
      @Nullable OutputMark mark,
      Set<String> uploaded)
      throws IOException {
    this.start = start;
    this.markFile = spool.outputMark();
    Path folder = Files.createDirectories(spool.inArchive("output"));
    this.segments =
        new SegmentWriter(
            folder, nextSegment(folder, mark, uploaded), SegmentWriter.Limits.DEFAULT, clock, sink);
    this.printed =
        mark == null
            ? new PrintedOutput()
            : PrintedOutput.withoutAll(
                "The recorder ended and was started again: what the tale printed before that is not"
                    + " here.");
    files.put(Stream.STDOUT, open(spool, Stream.STDOUT, mark == null ? 0 : mark.stdout()));
    files.put(Stream.STDERR, open(spool, Stream.STDERR, mark == null ? 0 : mark.stderr()));
  }

  /** Leaves in the folder what there was at the mark; what came after it is taken again. */
  private static int nextSegment(Path folder, @Nullable OutputMark mark, Set<String> uploaded)
      throws IOException {
    SegmentName marked = new SegmentName(SegmentName.OUTPUT, mark == null ? 0 : mark.segment());
    boolean kept = uploaded.contains(marked.path());
    try (DirectoryStream<Path> segments = Files.newDirectoryStream(folder)) {
      for (Path segment : segments) {
        SegmentName name =
            SegmentName.parse(SegmentName.OUTPUT + "/" + segment.getFileName()).orElse(null);
        if (mark != null && marked.equals(name) && mark.lines() > 0) {
          kept |= new CutOffSegment(segment).finish(mark.lines()) > 0;
        } else if (name == null || name.compareTo(marked) >= 0) {
          Files.delete(segment);
        }
      }
    }
    return Math.toIntExact(marked.number()) + (kept ? 1 : 0);
  }

  private static FileChannel open(Spool spool, Stream stream, long size) throws IOException {
    FileChannel file =
        FileChannel.open(
            spool.inArchive(stream.fileName()),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    file.truncate(size);
    file.position(size);
    return file;
  }

  /**
   * Takes what came on a stream.
   *
   * @param when it was written, or read where that is not known
   */
  public synchronized void write(Stream stream, ByteString bytes, Instant when) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
    while (buffer.hasRemaining()) {
      file(stream).write(buffer);
    }
    long time = start.since(when);
    segments.add(json -> line(json, time, stream, bytes));
    printed.accept(new OutputLine(time, stream.fileName(), bytes));
  }

  /**
   * Notes that all up to there was taken. A recorder that is started after this one goes on from
   * here.
   *
   * @param log the inode of the container's log file
   * @param offset how many bytes of it were taken
   */
  synchronized void mark(long log, long offset) throws IOException {
    segments.flush();
    new OutputMark(
            log,
            offset,
            file(Stream.STDOUT).position(),
            file(Stream.STDERR).position(),
            segments.number(),
            segments.lines())
        .write(markFile);
  }

  /**
   * Has what was taken outlive this process, and finishes a segment that is due: only after {@link
   * #mark}, where there is a log to mark.
   */
  synchronized void tick() throws IOException {
    segments.flush();
    segments.finishIfDue();
  }

  /** From here on a stream could not be kept. */
  synchronized void fail(String why) {
    if (problem == null) {
      problem = why;
    }
  }

  /** Why the output is not whole; null where it is. */
  synchronized @Nullable String problem() {
    return problem;
  }

  /** Its beginning and its end, once it is closed. */
  PrintedOutput printed() {
    return printed;
  }

  @Override
  public synchronized void close() throws IOException {
    segments.close();
    for (FileChannel file : files.values()) {
      file.close();
    }
    files.clear();
  }

  private FileChannel file(Stream stream) throws IOException {
    FileChannel file = files.get(stream);
    if (file == null) {
      throw new IOException("the output is closed");
    }
    return file;
  }

  private static void line(JsonGenerator json, long time, Stream stream, ByteString data)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("t", time);
    json.writeStringField("stream", stream.fileName());
    Optional<String> text = data.utf8();
    if (text.isPresent()) {
      json.writeStringField("data", text.get());
    } else {
      json.writeStringField("dataB64", Base64.getEncoder().encodeToString(data.toByteArray()));
    }
    json.writeEndObject();
  }
}

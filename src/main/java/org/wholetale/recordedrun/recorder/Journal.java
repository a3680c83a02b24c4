package org.wholetale.recordedrun.recorder;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.archive.ManifestOmission;

/**
 * What a recorder notes of its work as it goes, one line of JSON an entry, so that a recorder that
 * is started after it can take the work up. Used by several threads.
 */
final class Journal implements AutoCloseable {

  /** Something that the next recorder must know. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Started.class, name = "started"),
    @JsonSubTypes.Type(value = TaleFound.class, name = "tale"),
    @JsonSubTypes.Type(value = OtherFound.class, name = "other"),
    @JsonSubTypes.Type(value = Segment.class, name = "segment"),
    @JsonSubTypes.Type(value = Uploaded.class, name = "uploaded"),
    @JsonSubTypes.Type(value = Closed.class, name = "closed"),
    @JsonSubTypes.Type(value = Gathered.class, name = "gathered")
  })
  @JsonInclude(JsonInclude.Include.NON_NULL)
  sealed interface Entry {}

  /** Recording began. */
  record Started(long bootNanos, String instant, Tracer tracer) implements Entry {

    static Started at(TraceStart start, Tracer tracer) {
      return new Started(start.bootNanos(), start.instant().toString(), tracer);
    }

    TraceStart start() {
      return new TraceStart(bootNanos, Instant.parse(instant));
    }
  }

  /** The tale runs in the control group of that number. */
  record TaleFound(long group) implements Entry {}

  /** The pod has a container that is not the tale. */
  record OtherFound(String container) implements Entry {}

  /**
   * A segment of events is finished.
   *
   * @param next the number of the one after it
   * @param events how many there are in all segments before that
   * @param time the last one's
   * @param cpuSeconds what recording has used by then
   */
  record Segment(int next, long events, long time, double cpuSeconds) implements Entry {}

  /** A file lies in the archive. */
  record Uploaded(ManifestFile file) implements Entry {}

  /**
   * Trace and output are whole, as far as they ever will be.
   *
   * @param code the tale's exit code, where it is known and no signal ended it
   * @param signal the signal that ended the tale, where it is known
   * @param cpuSeconds what recording has used
   */
  record Closed(@Nullable Integer code, @Nullable Integer signal, double cpuSeconds)
      implements Entry {

    static Closed of(TaleExit exit, double cpuSeconds) {
      return new Closed(exit.code(), exit.signal(), cpuSeconds);
    }

    TaleExit exit() {
      return new TaleExit(code, signal);
    }
  }

  /**
   * All that belongs into the archive, but for the manifest, lies there or in the spool.
   *
   * @param omitted what could not be written; null in journals of recorders that wrote no such
   *     thing
   */
  record Gathered(@Nullable List<ManifestOmission> omitted) implements Entry {}

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final LineFile file;

  private Journal(LineFile file) {
    this.file = file;
  }

  /** Opens the journal to go on with it, after its last whole line; made if it is not there. */
  static Journal open(Path file) throws IOException {
    return new Journal(LineFile.open(file));
  }

  /**
   * All entries of a journal; none where there is no such file. A line that was cut off ends it.
   *
   * @throws RecorderException where another line is not one of a journal
   */
  static List<Entry> read(Path file) throws RecorderException, IOException {
    if (Files.notExists(file)) {
      return List.of();
    }
    try (MappingIterator<Entry> entries =
        MAPPER.readerFor(Entry.class).readValues(LineFile.wholeLines(file))) {
      return entries.readAll();
    } catch (JsonProcessingException e) {
      throw new RecorderException(
          "%s, from which the recorder would go on, is damaged in line %d: what is in the archive already is all there is"
              .formatted(file, e.getLocation().getLineNr()),
          e);
    }
  }

  /** Whether trace and output were finished, and only the rest of the archive is to be written. */
  static boolean isClosed(Path file) throws RecorderException, IOException {
    return read(file).stream().anyMatch(Closed.class::isInstance);
  }

  /** Notes something; it is there for the next recorder once this returns. */
  synchronized void add(Entry entry) throws IOException {
    file.add(MAPPER.writeValueAsString(entry));
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}

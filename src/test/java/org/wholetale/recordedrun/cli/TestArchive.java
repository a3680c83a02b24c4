package org.wholetale.recordedrun.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.EventJson;

/** Writes the segments of an archive into a folder. */
public final class TestArchive {

  private final Path folder;
  private long sequence;

  private TestArchive(Path folder) {
    this.folder = folder;
  }

  public static TestArchive in(Path folder) {
    return new TestArchive(folder);
  }

  public TestArchive events(int number, Event... events) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    try (JsonGenerator json = EventJson.generator(lines)) {
      for (Event event : events) {
        EventJson.write(json, sequence++, event);
        EventJson.endLine(json);
      }
    }
    return segment("events", number, lines.toString(UTF_8));
  }

  public TestArchive output(int number, String... lines) throws IOException {
    return segment("output", number, String.join("\n", lines) + "\n");
  }

  /** Claims that the archive is whole. */
  public TestArchive manifest() throws IOException {
    Files.writeString(folder.resolve("manifest.json"), "{}");
    return this;
  }

  private TestArchive segment(String kind, int number, String lines) throws IOException {
    Path file = Files.createDirectories(folder.resolve(kind)).resolve(name(number));
    Files.write(file, Zstd.compress(lines.getBytes(UTF_8)));
    return this;
  }

  static String name(int number) {
    return "%06d.ndjson.zst".formatted(number);
  }
}

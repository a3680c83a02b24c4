package org.wholetale.recordedrun.recorder;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.EventJson;

/**
 * Writes {@code data.ndjson}: the names and sizes of the files that a run was given as its data,
 * read or not.
 *
 * @param most how many files it lists
 * @param outOfTime whether no more are to be listed
 */
record DataListing(HostView view, Redactor redactor, int most, BooleanSupplier outOfTime) {

  /** So many names fit into a recorder's memory. */
  static final int MOST = 50_000;

  /**
   * Lists what lies below a folder.
   *
   * @param data where the tale sees it, absolute
   */
  void write(String data, Path to) throws IOException {
    Collected collected = new Collected(data);
    UntrustedWalk.below(view.locate(ByteString.of(data + "/")), collected);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to));
        JsonGenerator json = EventJson.generator(out)) {
      for (Map.Entry<ByteString, Long> file : collected.sizes.entrySet()) {
        json.writeStartObject();
        // A name that is no UTF-8 cannot be opened by this process, and has failed.
        json.writeStringField("path", file.getKey().toString());
        json.writeNumberField("size", file.getValue());
        json.writeEndObject();
        EventJson.endLine(json);
      }
      String unlisted = collected.unlisted();
      if (unlisted != null) {
        json.writeStartObject();
        json.writeStringField("unlisted", unlisted);
        json.writeEndObject();
        EventJson.endLine(json);
      }
    }
  }

  private final class Collected implements UntrustedWalk.Visitor {

    private final String data;
    private final Map<ByteString, Long> sizes = new TreeMap<>();
    private int failed;

    Collected(String data) {
      this.data = data;
    }

    @Override
    public void file(
        SecureDirectoryStream<Path> folder,
        Path name,
        Path relative,
        BasicFileAttributes attributes) {
      sizes.put(redactor.path(ByteString.of(data + "/" + relative), false), attributes.size());
    }

    @Override
    public void failed(Path relative, IOException problem) {
      failed++;
    }

    @Override
    public boolean isDone() {
      return sizes.size() >= most || outOfTime.getAsBoolean();
    }

    /** Why these may not be all; null where they are. */
    @Nullable String unlisted() {
      if (sizes.size() >= most) {
        return "there may be more than " + most + " files";
      }
      if (outOfTime.getAsBoolean()) {
        return "there was no time for more";
      }
      return failed == 0 ? null : failed + " files or folders cannot be read";
    }
  }
}

package org.wholetale.recordedrun.trace;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A segment whose writer ended before it had finished it: as much of it can be read as was flushed.
 *
 * @param file where it lies
 */
public record CutOffSegment(Path file) {

  /**
   * Makes a finished segment of the lines that can be read; the file goes where there are none.
   *
   * @param atMost how many lines to keep
   * @return how many were kept
   */
  public int finish(int atMost) throws IOException {
    Path finished = file.resolveSibling(file.getFileName() + ".finished");
    int lines;
    try (InputStream in = readable(Files.newInputStream(file));
        OutputStream out =
            new ZstdOutputStream(new BufferedOutputStream(Files.newOutputStream(finished)))) {
      lines = copyLines(in, out, atMost);
    }
    if (lines > 0) {
      Files.move(finished, file, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.delete(finished);
      Files.delete(file);
    }
    return lines;
  }

  /** The lines of the file up to where it breaks off. */
  private static InputStream readable(InputStream compressed) throws IOException {
    ZstdInputStream in = new ZstdInputStream(new BufferedInputStream(compressed));
    in.setContinuous(true);
    return new BufferedInputStream(in);
  }

  private static int copyLines(InputStream in, OutputStream out, int atMost) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int lines = 0;
    for (int b = in.read(); b >= 0 && lines < atMost; b = in.read()) {
      line.write(b);
      if (b == '\n') {
        line.writeTo(out);
        line.reset();
        lines++;
      }
    }
    return lines;
  }
}

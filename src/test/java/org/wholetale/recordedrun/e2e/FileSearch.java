package org.wholetale.recordedrun.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A search over all files of a folder, while they are being written too: for their names, and for
 * what is in them as it is, decompressed, and decoded from base64.
 */
record FileSearch(Path folder) {

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{8,}={0,2}");

  /** The files in which a text is, by any of its spellings. */
  List<Path> find(String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> holds(file, text)).toList();
    }
  }

  private static boolean holds(Path file, String text) {
    return file.getFileName().toString().contains(text)
        || (Files.isRegularFile(file) && decoded(contents(file)).contains(text));
  }

  private static String contents(Path file) {
    try (InputStream raw = Files.newInputStream(file)) {
      byte[] bytes = raw.readAllBytes();
      return new String(bytes, ISO_8859_1)
          + (file.toString().endsWith(".zst") ? inflated(file) : "");
    } catch (NoSuchFileException e) {
      return ""; // uploaded, and found there
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** As far as it has been written. */
  private static String inflated(Path file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdInputStream in = new ZstdInputStream(Files.newInputStream(file)).setContinuous(true)) {
      in.transferTo(out);
    }
    return out.toString(ISO_8859_1);
  }

  private static String decoded(String contents) {
    StringBuilder all = new StringBuilder(contents);
    BASE64
        .matcher(contents)
        .results()
        .map(match -> match.group().replaceAll("=+$", ""))
        .filter(text -> text.length() % 4 != 1)
        .map(text -> new String(Base64.getDecoder().decode(text), ISO_8859_1))
        .forEach(text -> all.append('\n').append(text));
    return all.toString();
  }
}

package org.wholetale.recordedrun.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.wholetale.recordedrun.provenance.RunRecord;

/**
 * An archive as one file, to be deposited: an RO-Crate in a zip file, with all that is in the
 * archive; metadata and preview are made where it has none. The same archive makes the same bytes.
 */
final class CrateZip {

  /**
   * When it was made is of no interest, and would differ. Of January 1980 and before the zone would
   * be told.
   */
  private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 2, 1, 0, 0);

  @FunctionalInterface
  private interface Content {
    void write(OutputStream out) throws IOException;
  }

  private CrateZip() {}

  static void write(RunRecord run, RunArchive archive, OutputStream out) throws IOException {
    List<ArchivedFile> files = archive.files();
    NavigableMap<String, Content> entries = new TreeMap<>();
    entries.put(RunCrate.METADATA, to -> RunCrate.write(run, files, to));
    entries.put(CratePreview.FILE_NAME, to -> CratePreview.write(run, files, to));
    for (ArchivedFile file : files) {
      entries.put(file.path(), to -> copy(archive, file, to));
    }
    for (String path : archive.manifests()) {
      entries.put(path, to -> copy(archive, path, to));
    }
    ZipOutputStream zip = new ZipOutputStream(out);
    for (String path : entries.keySet()) {
      ZipEntry entry = new ZipEntry(path);
      entry.setTimeLocal(ALWAYS);
      zip.putNextEntry(entry);
      entries.get(path).write(zip);
      zip.closeEntry();
    }
    zip.finish();
  }

  private static void copy(RunArchive archive, String path, OutputStream to) throws IOException {
    try (InputStream in = archive.read(path)) {
      in.transferTo(to);
    }
  }

  /** A damaged file must not be deposited as if it were whole. */
  private static void copy(RunArchive archive, ArchivedFile file, OutputStream to)
      throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(archive.read(file.path()), digest)) {
      in.transferTo(to);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
      throw new IOException(
          "%s is not the file that the manifest lists: ask recordedrun verify"
              .formatted(file.path()));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

package org.wholetale.recordedrun.archive;

import java.nio.charset.StandardCharsets;

/**
 * The name of a file within an archive: relative, parts separated by {@code /}, never leading out.
 *
 * @param value such as {@code events/000000.ndjson.zst}
 */
record ArchivePath(String value) {

  ArchivePath {
    if (value.startsWith("/")) {
      throw refused(value, "is absolute; write it relative to the archive");
    }
    for (String part : value.split("/", -1)) {
      switch (part) {
        case "" -> throw refused(value, "has an empty part; write the name of a file");
        case ".", ".." -> throw refused(value, "has a part " + part + "; write it without");
        case PartialFile.FOLDER ->
            throw refused(value, "is where unfinished files are kept; choose another name");
        default -> {}
      }
    }
    if (value.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw refused(value, "is not text that every store can hold; rename the file");
    }
  }

  /** The last part. */
  String fileName() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  private static IllegalArgumentException refused(String value, String why) {
    return new IllegalArgumentException(
        "the path '%s' cannot be one of an archive: it %s".formatted(value, why));
  }
}

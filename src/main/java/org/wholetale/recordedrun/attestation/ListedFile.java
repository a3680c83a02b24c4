package org.wholetale.recordedrun.attestation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that the run read or wrote, a line of {@code files.ndjson}.
 *
 * @param name its path as the tale saw it; bytes that are no text are percent-encoded
 * @param role such as {@code data}
 * @param size in bytes; null where it was not to be seen at the run's end
 * @param sha256 64 hexadecimal digits; null where its content is not known to be what the run saw
 */
public record ListedFile(
    String name,
    String role,
    boolean read,
    boolean written,
    boolean removed,
    @Nullable Long size,
    @Nullable String sha256) {

  private static final ObjectReader READER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build()
          .readerFor(ListedFile.class);

  private static final Comparator<ListedFile> ORDER =
      Comparator.comparing(ListedFile::name)
          .thenComparing(ListedFile::sha256, Comparator.nullsFirst(Comparator.naturalOrder()));

  @JsonCreator
  static ListedFile of(
      @JsonProperty("path") @Nullable String path,
      @JsonProperty("pathB64") @Nullable String pathB64,
      @JsonProperty(value = "role", required = true) String role,
      @JsonProperty(value = "read", required = true) boolean read,
      @JsonProperty(value = "written", required = true) boolean written,
      @JsonProperty("removed") boolean removed,
      @JsonProperty("size") @Nullable Long size,
      @JsonProperty("sha256") @Nullable String sha256) {
    if (path == null && pathB64 == null) {
      throw new IllegalArgumentException("a file has neither path nor pathB64");
    }
    return new ListedFile(
        path == null ? encoded(Base64.getDecoder().decode(pathB64)) : path,
        role,
        read,
        written,
        removed,
        size,
        sha256);
  }

  /**
   * Those lines of a listing that are about the tale's own files, its data and workspace, by name.
   *
   * @throws IOException where it cannot be read, or is no listing
   */
  public static List<ListedFile> ownFiles(InputStream listing) throws IOException {
    List<ListedFile> own = new ArrayList<>();
    try (MappingIterator<ListedFile> lines = READER.readValues(listing)) {
      while (lines.hasNextValue()) {
        ListedFile file = lines.nextValue();
        if (file.role.equals("data") || file.role.equals("workspace")) {
          own.add(file);
        }
      }
    }
    own.sort(ORDER);
    return own;
  }

  /** Whether the run found it there. */
  boolean isInput() {
    return read && !written;
  }

  /** Whether the run left it there, with a content that is known. */
  boolean isKnownOutput() {
    return written && !removed && sha256 != null;
  }

  private static String encoded(byte[] path) {
    StringBuilder text = new StringBuilder();
    for (byte b : path) {
      if (b > ' ' && b < 0x7f && b != '%') {
        text.append((char) b);
      } else {
        text.append("%%%02X".formatted(b & 0xff));
      }
    }
    return text.toString();
  }
}

package org.wholetale.recordedrun.archive;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where an archive, or a whole tree of archives, lies: a folder or a prefix of a bucket.
 *
 * @param uri a {@code file:} or {@code s3:} URI that ends in {@code /}
 */
public record ArchiveLocation(URI uri) {

  private static final Pattern SCHEME = Pattern.compile("(?i)(?:file:|s3:|[a-z][a-z0-9+.-]*://).*");
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  public ArchiveLocation {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    uri =
        switch (scheme) {
          case "file" -> folderUri(folderOf(uri));
          case "s3" -> s3Uri(uri);
          default -> throw refused(uri, "is neither a file: nor an s3: URI");
        };
  }

  /**
   * Reads what a user wrote.
   *
   * @param text a folder's path, a {@code file:} URI or {@code s3://bucket/prefix}
   * @throws IllegalArgumentException where it is none of these, saying what to write instead
   */
  public static ArchiveLocation parse(String text) {
    if (text.isBlank()) {
      throw refused(text, "is empty");
    }
    try {
      return SCHEME.matcher(text).matches()
          ? new ArchiveLocation(new URI(text))
          : of(Path.of(text));
    } catch (URISyntaxException | InvalidPathException e) {
      throw refused(text, "cannot be read (" + e.getMessage() + ")");
    }
  }

  /** The location that a folder is; the folder need not exist. */
  public static ArchiveLocation of(Path folder) {
    return new ArchiveLocation(folderUri(folder.toAbsolutePath().normalize()));
  }

  /**
   * A location below this one.
   *
   * @param relative parts separated by {@code /}, without {@code ..}; a trailing slash is ignored
   */
  public ArchiveLocation resolve(String relative) {
    ArchivePath below = new ArchivePath(withoutTrailingSlashes(relative));
    return isS3()
        ? new ArchiveLocation(s3Uri(bucket(), prefix() + below.value() + "/"))
        : of(folder().resolve(below.value()));
  }

  /** Whether this is a prefix of a bucket; otherwise it is a folder. */
  public boolean isS3() {
    return uri.getScheme().equals("s3");
  }

  /** How a file of this archive is named to users, such as {@code s3://bucket/run/stdout}. */
  public String nameOf(String path) {
    return uri + path;
  }

  @Override
  public String toString() {
    return uri.toString();
  }

  Path folder() {
    return Path.of(uri);
  }

  String bucket() {
    return uri.getAuthority();
  }

  /** What every key starts with: empty, or ending in a slash. */
  String prefix() {
    return uri.getPath().substring(1);
  }

  private static Path folderOf(URI uri) {
    if (uri.isOpaque() || uri.getAuthority() != null || hasMoreThanPath(uri)) {
      throw refused(uri, "is not a folder's URI such as file:///archives");
    }
    return Path.of(uri).normalize();
  }

  private static URI folderUri(Path folder) {
    String text = folder.toUri().toString();
    return URI.create(text.endsWith("/") ? text : text + "/");
  }

  private static URI s3Uri(URI uri) {
    String bucket = uri.getAuthority();
    if (bucket == null || !BUCKET.matcher(bucket).matches()) {
      throw refused(uri, "names no bucket");
    }
    if (hasMoreThanPath(uri)) {
      throw refused(uri, "has a ? or # in it, which a prefix spells %3F or %23");
    }
    String prefix = withoutTrailingSlashes(uri.getPath());
    if (prefix.isEmpty()) {
      return s3Uri(bucket, "");
    }
    return s3Uri(bucket, new ArchivePath(prefix.substring(1)).value() + "/");
  }

  private static URI s3Uri(String bucket, String prefix) {
    try {
      return new URI("s3", bucket, "/" + prefix, null, null);
    } catch (URISyntaxException e) {
      throw refused(bucket + "/" + prefix, "cannot be a prefix (" + e.getMessage() + ")");
    }
  }

  private static boolean hasMoreThanPath(URI uri) {
    return uri.getQuery() != null || uri.getFragment() != null;
  }

  private static String withoutTrailingSlashes(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    return text.substring(0, end);
  }

  private static IllegalArgumentException refused(Object what, String why) {
    return new IllegalArgumentException(
        "'%s' is not a place for an archive: it %s; write a folder, or s3://bucket/prefix"
            .formatted(what, why));
  }
}

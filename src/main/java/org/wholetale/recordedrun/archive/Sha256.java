package org.wholetale.recordedrun.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Sha256(String hex) {

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public Sha256 {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a SHA-256: it needs 64 hexadecimal digits".formatted(hex));
    }
  }

  /** Reads what a user wrote, in digits of either case. */
  public static Sha256 parse(String hex) {
    return new Sha256(hex.strip().toLowerCase(Locale.ROOT));
  }

  /** The digest of these bytes. */
  public static Sha256 of(byte[] content) {
    MessageDigest digest = newDigest();
    digest.update(content);
    return ending(digest);
  }

  /** The digest of a file, however large. */
  public static Sha256 of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in);
    }
  }

  /** The digest of the rest of a stream. */
  public static Sha256 of(InputStream in) throws IOException {
    HashingInputStream hashing = new HashingInputStream(in);
    hashing.drain();
    return hashing.sha256();
  }

  /** The form in which S3 wants it. */
  String base64() {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  /** What a digest has come to; it starts afresh after this. */
  static Sha256 ending(MessageDigest digest) {
    return new Sha256(HexFormat.of().formatHex(digest.digest()));
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

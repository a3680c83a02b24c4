package org.wholetale.recordedrun.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Archives in a bucket. Every upload carries its SHA-256, so that a server that knows S3's
 * checksums refuses what did not arrive whole.
 */
final class S3Store implements ArchiveStore {

  private static final int CONFLICTS_BORNE = 5;

  /** An upload to this name is begun, and never completed, to see whether one is permitted. */
  private static final String CHECK = ".recordedrun-check";

  private final ArchiveLocation location;
  private final S3Client client;
  private final S3Failures failures;
  private final MultipartUpload multipart;

  S3Store(ArchiveLocation location, S3Client client, String endpoint) {
    this(location, client, endpoint, MultipartUpload.DEFAULT_PART);
  }

  /**
   * @param part the size above which files go in parts, and of each part
   */
  S3Store(ArchiveLocation location, S3Client client, String endpoint, long part) {
    this.location = location;
    this.client = client;
    this.failures = new S3Failures(location.bucket(), endpoint);
    this.multipart = new MultipartUpload(client, location.bucket(), part);
  }

  @Override
  public ArchiveLocation location() {
    return location;
  }

  @Override
  public void put(String path, Path file, String sha256Hex) throws IOException {
    String key = keyOf(path);
    Sha256 expected = new Sha256(sha256Hex);
    Attempt attempt = Attempt.write(location, path);
    SourceFile source = new SourceFile(file, attempt);
    long size = source.size();
    try {
      if (size > multipart.part()) {
        multipart.upload(key, source, expected);
      } else {
        putWhole(key, file, size, expected);
      }
    } catch (SdkException e) {
      throw failures.explain(attempt, e);
    }
  }

  @Override
  public boolean putIfAbsent(String path, byte[] content) throws IOException {
    String key = keyOf(path);
    for (int conflicts = 0; ; conflicts++) {
      try {
        putIfNoneMatch(key, content);
        return true;
      } catch (S3Exception e) {
        if (e.statusCode() == 412) {
          return holds(path, content);
        }
        if (e.statusCode() != 409 || conflicts == CONFLICTS_BORNE) {
          throw failures.explain(Attempt.write(location, path), e);
        }
      } catch (SdkException e) {
        throw failures.explain(Attempt.write(location, path), e);
      }
    }
  }

  @Override
  public InputStream read(String path) throws IOException {
    String key = keyOf(path);
    Attempt attempt = Attempt.read(location, path);
    try {
      return new Download(client.getObject(get -> get.bucket(location.bucket()).key(key)), attempt);
    } catch (NoSuchKeyException e) {
      throw new NoSuchFileException(location.nameOf(path));
    } catch (SdkException e) {
      throw failures.explain(attempt, e);
    }
  }

  @Override
  public void check() throws IOException {
    try {
      multipart.beginAndAbort(keyOf(CHECK));
    } catch (SdkException e) {
      throw failures.explain(Attempt.writeBelow(location), e);
    }
  }

  @Override
  public List<StoredFile> list() throws IOException {
    List<StoredFile> files = new ArrayList<>();
    try {
      client
          .listObjectsV2Paginator(
              request -> request.bucket(location.bucket()).prefix(location.prefix()))
          .contents()
          .stream()
          .filter(object -> !isFolderMarker(object))
          .map(object -> new StoredFile(pathOf(object), object.size()))
          .forEach(files::add);
    } catch (SdkException e) {
      throw failures.explain(Attempt.list(location), e);
    }
    files.sort(Comparator.comparing(StoredFile::path));
    return List.copyOf(files);
  }

  @Override
  public void close() {
    client.close();
  }

  private void putWhole(String key, Path file, long size, Sha256 sha256) {
    client.putObject(
        put ->
            put.bucket(location.bucket())
                .key(key)
                .checksumSHA256(sha256.base64())
                .overrideConfiguration(TransferTime.of(size)::applyTo),
        RequestBody.fromFile(file));
  }

  private void putIfNoneMatch(String key, byte[] content) {
    client.putObject(
        put ->
            put.bucket(location.bucket())
                .key(key)
                .ifNoneMatch("*")
                .checksumSHA256(Sha256.of(content).base64())
                .overrideConfiguration(TransferTime.of(content.length)::applyTo),
        RequestBody.fromBytes(content));
  }

  private boolean holds(String path, byte[] content) throws IOException {
    try (InputStream there = read(path)) {
      return Arrays.equals(content, there.readNBytes(content.length + 1));
    }
  }

  private String keyOf(String path) {
    return location.prefix() + new ArchivePath(path).value();
  }

  private String pathOf(S3Object object) {
    return object.key().substring(location.prefix().length());
  }

  /** Web consoles make these so that an empty folder shows. */
  private static boolean isFolderMarker(S3Object object) {
    return object.key().endsWith("/") && object.size() == 0;
  }

  /** A file on its way here; where the way breaks, the archive is not to blame. */
  private final class Download extends FilterInputStream {

    private final Attempt attempt;

    Download(InputStream in, Attempt attempt) {
      super(in);
      this.attempt = attempt;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } catch (SdkException e) {
        throw failures.explain(attempt, e);
      } catch (IOException e) {
        throw attempt.failed(
            ArchiveException.Kind.UNREACHABLE,
            "%s stopped in the middle (%s)".formatted(failures.endpoint(), e),
            "try again",
            e);
      }
    }
  }
}

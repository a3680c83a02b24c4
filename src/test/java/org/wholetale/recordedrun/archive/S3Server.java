package org.wholetale.recordedrun.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;

/**
 * An S3 server within the test, with one bucket {@value #BUCKET}. Its data lie in a folder and
 * outlive a {@link #stop()}, so that a test can take the store away in the middle of a run and give
 * it back.
 */
public final class S3Server implements AutoCloseable {

  public static final String BUCKET = "archive";

  private static final String KEY_ID = "test-key";
  private static final String SECRET = "test-secret";

  private final Path data;
  private @Nullable S3Proxy proxy;
  private int port;

  private S3Server(Path data) {
    this.data = data;
  }

  /**
   * Starts a server on a free port.
   *
   * @param data where the buckets are kept, such as a test's {@code @TempDir}
   */
  public static S3Server start(Path data) {
    try {
      Files.createDirectories(data.resolve(BUCKET));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    S3Server server = new S3Server(data);
    server.start();
    return server;
  }

  /** Takes the server away: connections are refused until {@link #restart()}. */
  public void stop() {
    if (proxy != null) {
      try {
        proxy.stop();
      } catch (Exception e) {
        throw new IllegalStateException("the S3 server does not stop", e);
      }
      proxy = null;
    }
  }

  /** Gives the server back on its port, with the data that it had. */
  public void restart() {
    stop();
    start();
  }

  /** Where the server listens, whether it is up or not. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** A location in the server's bucket. */
  public ArchiveLocation location(String prefix) {
    return ArchiveLocation.parse("s3://" + BUCKET + "/" + prefix);
  }

  /** What a client's environment has to hold to get in. */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL_S3",
        endpoint().toString(),
        "AWS_REGION",
        "us-east-1",
        "AWS_ACCESS_KEY_ID",
        KEY_ID,
        "AWS_SECRET_ACCESS_KEY",
        SECRET);
  }

  /** Opens a store in the server's bucket. */
  public ArchiveStore open(String prefix) {
    return ArchiveStores.open(location(prefix), environment());
  }

  @Override
  public void close() {
    stop();
  }

  private void start() {
    S3Proxy started =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(data.toString()))
            .endpoint(endpoint())
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY_ID, SECRET)
            .build();
    try {
      started.start();
    } catch (Exception e) {
      throw new IllegalStateException("the S3 server does not start at " + endpoint(), e);
    }
    proxy = started;
    port = started.getPort();
  }
}

package org.wholetale.recordedrun.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3StoreTest extends ArchiveStoreContract {

  private static final Duration SOON = Duration.ofSeconds(15);

  @TempDir static Path data;
  private static S3Server server;

  private ArchiveStore store;

  @BeforeAll
  static void start() {
    server = S3Server.start(data);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    store = server.open("runs/" + UUID.randomUUID());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  ArchiveStore store() {
    return store;
  }

  @Test
  void aBucketThatDoesNotExistIsNamed() {
    try (ArchiveStore elsewhere =
        ArchiveStores.open(ArchiveLocation.parse("s3://absent/run"), server.environment())) {
      assertFailure(
          () -> elsewhere.putIfAbsent("manifest.json", new byte[0]),
          ArchiveException.Kind.NO_SUCH_BUCKET,
          "cannot write s3://absent/run/manifest.json: there is no bucket 'absent' at "
              + server.endpoint()
              + "; create the bucket or correct the archive's location");
      assertFailure(
          () -> elsewhere.read("x"), ArchiveException.Kind.NO_SUCH_BUCKET, "bucket 'absent'");
      assertFailure(elsewhere::list, ArchiveException.Kind.NO_SUCH_BUCKET, "bucket 'absent'");
    }
  }

  @Test
  void aWrongSecretIsSaidToBeWrong() throws IOException {
    try (ArchiveStore stranger = open(Map.of("AWS_SECRET_ACCESS_KEY", "wrong"))) {
      assertFailure(
          () -> stranger.putIfAbsent("manifest.json", new byte[0]),
          ArchiveException.Kind.ACCESS_DENIED,
          "correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
      assertFailure(
          () -> stranger.put("stdout", largeFile(), Sha256.of(largeFile()).hex()),
          ArchiveException.Kind.ACCESS_DENIED,
          "correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }
  }

  @Test
  void aWrongKeyIsSaidToBeWrong() {
    try (ArchiveStore stranger = open(Map.of("AWS_ACCESS_KEY_ID", "wrong"))) {
      assertFailure(
          stranger::list,
          ArchiveException.Kind.ACCESS_DENIED,
          "correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }
  }

  @Test
  void anEndpointWhereNobodyListensFailsSoonAndIsNamed() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String endpoint = "http://127.0.0.1:" + port;
    try (ArchiveStore away = open(Map.of("AWS_ENDPOINT_URL_S3", endpoint))) {
      assertFailsSoon(away, endpoint);
    }
  }

  @Test
  void anEndpointThatNeverAnswersFailsSoonAndIsNamed() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String endpoint = "http://127.0.0.1:" + silent.getLocalPort();
      try (ArchiveStore away = open(Map.of("AWS_ENDPOINT_URL_S3", endpoint))) {
        assertFailsSoon(away, endpoint);
      }
    }
  }

  @Test
  void aStoreThatWasAwayWorksAgainWithItsData(@TempDir Path other) throws Exception {
    try (S3Server restarted = S3Server.start(other);
        ArchiveStore client = restarted.open("run")) {
      client.putIfAbsent("manifest.json", "kept".getBytes(UTF_8));
      restarted.stop();
      assertFailure(client::list, ArchiveException.Kind.UNREACHABLE, "gives no answer");
      restarted.restart();

      assertThat(client.list()).containsExactly(new StoredFile("manifest.json", 4));
      assertThat(client.putIfAbsent("manifest.json", "late".getBytes(UTF_8))).isFalse();
    }
  }

  @Test
  void aLargeFileArrivesInPartsAsItWas() throws IOException {
    Path file = largeFile();
    String sha256 = Sha256.of(file).hex();
    try (ArchiveStore inParts = inPartsOf(5 << 20)) {
      inParts.put("stdout", file, sha256);

      assertThat(Sha256.of(inParts.read("stdout")).hex()).isEqualTo(sha256);
      assertThat(inParts.list()).containsExactly(new StoredFile("stdout", Files.size(file)));
    }
  }

  @Test
  void aLargeFileThatIsNotWhatItsDigestSaysNeverAppears() throws IOException {
    try (ArchiveStore inParts = inPartsOf(5 << 20)) {
      assertFailure(
          () -> inParts.put("stdout", largeFile(), Sha256.of(new byte[0]).hex()),
          ArchiveException.Kind.CORRUPTED,
          "hash and store it again");
      assertThat(inParts.list()).isEmpty();
    }
  }

  @Test
  void anEndpointThatIsNoUrlIsRefused() {
    assertThatThrownBy(() -> open(Map.of("AWS_ENDPOINT_URL_S3", "minio:9000")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'minio:9000'")
        .hasMessageContaining("AWS_ENDPOINT_URL_S3");
  }

  @Test
  void halfOfTheCredentialsIsRefused() {
    assertThatThrownBy(() -> open(Map.of("AWS_SECRET_ACCESS_KEY", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("set both, or neither");
  }

  private static void assertFailsSoon(ArchiveStore away, String endpoint) {
    long before = System.nanoTime();
    assertFailure(
        () -> away.putIfAbsent("manifest.json", new byte[0]),
        ArchiveException.Kind.UNREACHABLE,
        endpoint + " gives no answer");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SOON);
  }

  private static void assertFailure(
      ThrowingCallable call, ArchiveException.Kind kind, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ArchiveException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind))
        .hasMessageContaining(message);
  }

  private ArchiveStore open(Map<String, String> different) {
    Map<String, String> environment = new HashMap<>(server.environment());
    environment.putAll(different);
    return ArchiveStores.open(store.location(), environment);
  }

  private ArchiveStore inPartsOf(long bytes) {
    S3Settings settings = S3Settings.of(server.environment());
    return new S3Store(store.location(), settings.client(), settings.endpointName(), bytes);
  }

  private Path largeFile() throws IOException {
    byte[] content = new byte[12 << 20];
    new Random(1).nextBytes(content);
    return Files.write(local.resolve("large"), content);
  }
}

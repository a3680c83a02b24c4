package org.wholetale.recordedrun.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the store makes of answers that a healthy server rarely gives. */
class S3AnswersTest {

  private final Deque<Answer> answers = new ConcurrentLinkedDeque<>();
  private final List<String> conditions = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private ArchiveStore store;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    store =
        ArchiveStores.open(
            ArchiveLocation.parse("s3://bucket/run"),
            Map.of(
                "AWS_ENDPOINT_URL",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "AWS_ACCESS_KEY_ID",
                "id",
                "AWS_SECRET_ACCESS_KEY",
                "secret"));
  }

  @AfterEach
  void stop() {
    store.close();
    server.stop(0);
  }

  @Test
  void aConflictWithAnotherWriterIsTriedAgain() throws IOException {
    answers.add(Answer.error(409, "ConditionalRequestConflict"));
    answers.add(Answer.error(409, "ConditionalRequestConflict"));
    answers.add(new Answer(200, "", 0));

    assertThat(store.putIfAbsent("manifest.json", new byte[] {1})).isTrue();
    assertThat(conditions).containsExactly("*", "*", "*");
  }

  @Test
  void aManifestWhoseAcknowledgementGotLostIsNotTakenForSomebodyElses() throws IOException {
    answers.add(Answer.error(500, "InternalError"));
    answers.add(Answer.error(412, "PreconditionFailed"));
    answers.add(new Answer(200, "mine", 4));

    assertThat(store.putIfAbsent("manifest.json", "mine".getBytes(UTF_8))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, ACCESS_DENIED, s3:PutObject",
    "400, ExpiredToken, ACCESS_DENIED, does not accept the credentials",
    "403, RequestTimeTooSkewed, ACCESS_DENIED, set the clock",
    "400, BadDigest, CORRUPTED, hash and store it again",
    "400, AuthorizationHeaderMalformed, REFUSED, set AWS_REGION",
    "501, NotImplemented, REFUSED, If-None-Match",
    "400, KeyTooLongError, REFUSED, KeyTooLongError",
  })
  void anAnswerIsPutIntoWordsForWhoHasToActOnIt(
      int status, String code, ArchiveException.Kind kind, String words) {
    for (int attempt = 0; attempt < 5; attempt++) {
      answers.add(Answer.error(status, code));
    }
    assertThatThrownBy(() -> store.putIfAbsent("manifest.json", new byte[0]))
        .isInstanceOfSatisfying(ArchiveException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageStartingWith("cannot write s3://bucket/run/manifest.json: ")
        .hasMessageContaining(words);
  }

  @Test
  void aServerThatIsBusyMayDoLater() {
    for (int attempt = 0; attempt < 5; attempt++) {
      answers.add(Answer.error(503, "SlowDown"));
    }
    assertThatThrownBy(() -> store.list())
        .isInstanceOfSatisfying(
            ArchiveException.class, e -> assertThat(e.kind().mayPass()).isTrue())
        .hasMessageContaining("try again later");
  }

  @Test
  void keysThatMayNotUploadAreFoundBeforeThereIsSomethingToUpload() {
    answers.add(Answer.error(403, "AccessDenied"));
    assertThatThrownBy(() -> store.check())
        .isInstanceOfSatisfying(
            ArchiveException.class,
            e -> assertThat(e.kind()).isEqualTo(ArchiveException.Kind.ACCESS_DENIED))
        .hasMessageStartingWith("cannot write below s3://bucket/run/: ")
        .hasMessageContaining("s3:PutObject");
  }

  @Test
  void aDownloadThatBreaksOffIsNotTakenForTheWholeFile() throws IOException {
    answers.add(new Answer(200, "half", 8));

    try (InputStream in = store.read("stdout")) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(ArchiveException.class)
          .hasMessageContaining("cannot read s3://bucket/run/stdout: ")
          .hasMessageContaining("stopped in the middle");
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      conditions.add(String.valueOf(exchange.getRequestHeaders().getFirst("If-None-Match")));
      exchange.getRequestBody().readAllBytes();
      Answer answer = answers.remove();
      exchange.sendResponseHeaders(answer.status, answer.length == 0 ? -1 : answer.length);
      if (answer.length > 0) {
        exchange.getResponseBody().write(answer.body.getBytes(UTF_8));
        exchange.getResponseBody().flush();
      }
    }
  }

  /**
   * An answer.
   *
   * @param length what the header says; more than the body where the connection is to break
   */
  private record Answer(int status, String body, long length) {

    static Answer error(int status, String code) {
      String body =
          "<Error><Code>%s</Code><Message>as the test asked</Message></Error>".formatted(code);
      return new Answer(status, body, body.length());
    }
  }
}

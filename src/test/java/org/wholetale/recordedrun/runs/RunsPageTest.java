package org.wholetale.recordedrun.runs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.exit;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wholetale.recordedrun.api.RecordedRun;
import org.wholetale.recordedrun.api.RecordedRunSpec;
import org.wholetale.recordedrun.api.RunStatus;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.cli.TestArchive;
import org.wholetale.recordedrun.local.apiserver.EmbeddedApiServer;
import org.wholetale.recordedrun.runs.PageClient.Happening;
import org.wholetale.recordedrun.runs.PageClient.Happenings;
import org.wholetale.recordedrun.runs.RunsPageConfig.Visitors;

/** What is served to whom; the test is the operator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunsPageTest {

  private static final String READER = "reader";
  private static final String EDITOR = "editor";
  private static final String FROM_PAGE = "X-Recordedrun";

  private final EmbeddedApiServer server = EmbeddedApiServer.start();
  private final FakeReviews reviews =
      new FakeReviews()
          .with(READER, "get tales")
          .with(EDITOR, "get tales", "patch tales", "get others")
          .with("stranger");
  @TempDir Path archives;
  private RunsPage guarded = page(Visitors.WITH_TOKEN);
  private RunsPage open = page(Visitors.ON_THIS_MACHINE);
  private PageClient withToken = new PageClient(guarded.port());
  private PageClient here = new PageClient(open.port());

  @BeforeAll
  void start() {
    guarded.start();
    open.start();
  }

  @AfterAll
  void stop() {
    withToken.close();
    here.close();
    guarded.close();
    open.close();
    server.close();
  }

  private RunsPage page(Visitors visitors) {
    return new RunsPage(
        new RunsPageConfig(0, visitors),
        server.client(),
        Set.of(),
        run ->
            ArchiveStores.open(
                ArchiveLocation.of(archives.resolve(run.getMetadata().getName())), Map.of()),
        reviews);
  }

  static Stream<String> data() {
    return Stream.of(
        "/runs/api/runs",
        "/runs/api/changes",
        "/runs/api/runs/tales/hello",
        "/runs/api/runs/tales/hello/live",
        "/runs/api/runs/tales/hello/report",
        "/runs/api/runs/tales/hello/cancel",
        "/runs/api/",
        "/runs/api/anything");
  }

  @ParameterizedTest
  @MethodSource("data")
  void nothingAboutRunsIsServedWithoutAToken(String path) {
    create("hello", "tales");
    for (String token : new String[] {null, "unknown", "not one token"}) {
      HttpResponse<String> answer = withToken.get(path, token);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
      assertThat(answer.body()).startsWith("{\"error\":").doesNotContain("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/runs", "/runs/runs.js", "/runs/runs.css", "/runs/LICENSES.txt"})
  void thePageItselfIsServedToAllAndRunsNothingButItsOwn(String path) {
    HttpResponse<String> answer = withToken.get(path, null);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy ->
            assertThat(policy)
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe"));
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/runs/../operator",
        "/runs/runs.html/",
        "/runs/%2e%2e/recorder/lifecycle.bt",
        "/metrics",
        "/runs/api/runs/tales/..%2fhello",
        "/runs/api/runs/tales/hello/live/more",
        "/runs/api/runs/tales/HELLO"
      })
  void whatIsNotThereIsNotFound(String path) {
    assertThat(here.get(path, null).statusCode()).isEqualTo(404);
  }

  @Test
  void aTokenShowsTheNamespacesInWhichItMayGetRuns() {
    create("listed", "tales");
    create("elsewhere", "others");
    eventually()
        .untilAsserted(() -> assertThat(withToken.names(EDITOR)).contains("listed", "elsewhere"));
    assertThat(withToken.names(READER)).contains("listed").doesNotContain("elsewhere");
    assertThat(withToken.names("stranger")).isEmpty();
    assertThat(withToken.get("/runs/api/runs/tales/listed", READER).statusCode()).isEqualTo(200);
    for (String what : List.of("", "/live", "/report")) {
      assertThat(withToken.get("/runs/api/runs/others/elsewhere" + what, READER))
          .returns(403, HttpResponse::statusCode)
          .extracting(HttpResponse::body)
          .asString()
          .contains("you may not get recordedruns in the namespace others");
      assertThat(withToken.get("/runs/api/runs/others/nothing" + what, READER).statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void runsThatWereThereBeforeThePageAreOnIt() {
    create("earlier", "early");
    for (Set<String> namespaces : List.of(Set.<String>of(), Set.of("early", "tales"))) {
      try (RunsPage later =
              new RunsPage(
                  new RunsPageConfig(0, Visitors.ON_THIS_MACHINE),
                  server.client(),
                  namespaces,
                  _ -> {
                    throw new IOException("no archive is read here");
                  },
                  reviews);
          PageClient browser = new PageClient(later.port())) {
        later.start();
        eventually()
            .untilAsserted(
                () -> assertThat(browser.get("/runs/api/runs", null).body()).contains("earlier"));
      }
    }
  }

  @Test
  void changesComeInTheirOrderAndTheLastOneAlways() {
    create("changing", "tales");
    try (Happenings changes = withToken.follow("/runs/api/changes", READER)) {
      assertThat(changes.await().event()).isEqualTo("runs");
      List<Integer> codes = new ArrayList<>();
      for (int code = 1; code <= 3; code++) {
        report("changing", "tales", code);
      }
      while (!codes.contains(3)) {
        Happening change = changes.await();
        if (change.data().path("name").asText().equals("changing")) {
          codes.add(code(change.data()));
        }
      }
      assertThat(codes).isSorted().endsWith(3);
      resource("changing", "tales").delete();
      Happening gone = changes.await();
      while (!gone.event().equals("gone")) {
        gone = changes.await();
      }
      assertThat(gone.data().path("name").asText()).isEqualTo("changing");
    }
  }

  @Test
  void whoLosesARightLosesSightOfItsRunsInAStreamThatGoesOn() {
    reviews.with("leaving", "get tales", "get leaving");
    create("watched", "leaving");
    eventually().until(() -> withToken.names("leaving").contains("watched"));
    try (Happenings changes = withToken.follow("/runs/api/changes", "leaving")) {
      assertThat(PageClient.names(changes.await().data())).contains("watched");
      reviews.with("leaving", "get tales");
      report("watched", "leaving", 1);
      Happening next = changes.await();
      assertThat(next.event()).isEqualTo("runs");
      assertThat(PageClient.names(next.data())).doesNotContain("watched");
    }
  }

  @Test
  void aStreamEndsWithItsToken() {
    reviews.with("ending", "get tales");
    create("ended-with", "tales");
    try (Happenings changes = withToken.follow("/runs/api/changes", "ending")) {
      changes.await();
      reviews.end("ending");
      report("ended-with", "tales", 1);
      assertThat(changes.hasEnded()).isTrue();
    }
  }

  @Test
  void aRunIsCancelledByWhoMayPatchIt() {
    create("cancelling", "tales");
    String path = "/runs/api/runs/tales/cancelling";
    assertThat(withToken.data(path, READER).path("mayCancel").asBoolean()).isFalse();
    assertThat(withToken.post(path + "/cancel", READER, FROM_PAGE, "cancel"))
        .returns(403, HttpResponse::statusCode)
        .extracting(HttpResponse::body)
        .asString()
        .contains("you may not patch recordedruns");
    assertThat(run("cancelling", "tales").getSpec().isCancelled()).isFalse();

    assertThat(withToken.data(path, EDITOR).path("mayCancel").asBoolean()).isTrue();
    assertThat(withToken.post(path + "/cancel", EDITOR, FROM_PAGE, "cancel").statusCode())
        .isEqualTo(200);
    assertThat(run("cancelling", "tales").getSpec().isCancelled()).isTrue();
    eventually()
        .until(() -> withToken.data(path, EDITOR).path("run").path("cancelling").asBoolean());
  }

  @Test
  void whatHasEndedIsNotCancelled() {
    create("over", "tales");
    report("over", "tales", 3);
    assertThat(withToken.post("/runs/api/runs/tales/over/cancel", EDITOR, FROM_PAGE, "cancel"))
        .returns(409, HttpResponse::statusCode);
    assertThat(run("over", "tales").getSpec().isCancelled()).isFalse();
  }

  @Test
  void aPageFromElsewhereCancelsNothing() {
    create("attacked", "tales");
    String path = "/runs/api/runs/tales/attacked/cancel";
    assertThat(here.post(path, null).statusCode()).isEqualTo(403);
    assertThat(here.get(path, null).statusCode()).isEqualTo(405);
    assertThat(here.post("/runs/api/runs", null, FROM_PAGE, "cancel").statusCode()).isEqualTo(405);
    assertThat(run("attacked", "tales").getSpec().isCancelled()).isFalse();
    assertThat(here.post(path, null, FROM_PAGE, "cancel").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example.org", "evil.example.org:%d", "127.0.0.1", "127.0.0.1:1", ""})
  void aNameThatWasMadeToPointHereSeesNothing(String host) throws IOException {
    create("hidden", "tales");
    assertThat(answerTo(host.formatted(open.port())))
        .startsWith("HTTP/1.1 403 ")
        .doesNotContain("hidden");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:%d", "localhost:%d"})
  void itsOwnNamesAreAnswered(String host) throws IOException {
    assertThat(answerTo(host.formatted(open.port()))).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void whatARunPrintsAndDoesComesOnceAndInOrder() throws IOException {
    create("live", "tales");
    report("live", "tales", 2);
    TestArchive archive =
        TestArchive.in(archives.resolve("live"))
            .events(0, exec(1, 7, "sh", "run.sh"))
            .output(0, printed("one"));
    eventually().until(() -> withToken.names(READER).contains("live"));
    try (Happenings live = withToken.follow("/runs/api/runs/tales/live/live", READER)) {
      JsonNode first = live.await().data();
      assertThat(first.path("output").findValuesAsText("text")).containsExactly("one\n");
      assertThat(first.path("trace").get(0).asText()).contains("argv=sh run.sh");
      archive.events(1, exit(2, 7, 0)).output(1, printed("two"));
      List<String> output = new ArrayList<>();
      List<String> trace = new ArrayList<>();
      long events = 0;
      while (output.isEmpty() || trace.isEmpty()) {
        JsonNode news = live.await().data();
        output.addAll(news.path("output").findValuesAsText("text"));
        news.path("trace").forEach(line -> trace.add(line.asText()));
        events = news.path("events").asLong();
      }
      assertThat(output).containsExactly("two\n");
      assertThat(trace).singleElement().asString().contains("sh", "code=0");
      assertThat(events).isEqualTo(2);
      archive.manifest();
      Happening last = live.await();
      while (last.event().equals("news")) {
        last = live.await();
      }
      assertThat(last.event()).isEqualTo("end");
      assertThat(last.data().path("archived").asBoolean()).isTrue();
      assertThat(live.hasEnded()).isTrue();
    }
  }

  @Test
  void aStreamOfARunThatEndedWithoutAnArchiveEnds() {
    create("unarchived", "tales");
    report("unarchived", "tales", 4);
    eventually()
        .until(
            () ->
                withToken
                    .data("/runs/api/runs/tales/unarchived", READER)
                    .findPath("phase")
                    .asText(),
            "FAILED"::equals);
    try (Happenings live = withToken.follow("/runs/api/runs/tales/unarchived/live", READER)) {
      Happening last = live.await();
      while (last.event().equals("news")) {
        last = live.await();
      }
      assertThat(last.event()).isEqualTo("end");
      assertThat(last.data().path("archived").asBoolean()).isFalse();
    }
  }

  @Test
  void aReportIsServedWithoutAnOriginAndWithoutANetwork() throws IOException {
    create("reported", "tales");
    Files.writeString(
        Files.createDirectories(archives.resolve("reported/report")).resolve("index.html"),
        "<p>what it did");
    HttpResponse<String> report = withToken.get("/runs/api/runs/tales/reported/report", READER);
    assertThat(report.body()).isEqualTo("<p>what it did");
    assertThat(report.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy ->
            assertThat(policy)
                .contains("sandbox allow-scripts;", "default-src 'none'")
                .doesNotContain("allow-same-origin", "connect-src"));
    create("unreported", "tales");
    assertThat(withToken.get("/runs/api/runs/tales/unreported/report", READER).statusCode())
        .isEqualTo(404);
  }

  private static String printed(String text) {
    return "{\"t\":1,\"stream\":\"stdout\",\"data\":\"%s\\n\"}".formatted(text);
  }

  private static int code(JsonNode row) {
    return RunStatus.valueOf(row.path("phase").asText()).code();
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(60));
  }

  private void create(String name, String namespace) {
    if (resource(name, namespace).get() != null) {
      return;
    }
    RecordedRun run = new RecordedRun();
    run.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
    run.setSpec(
        Serialization.unmarshal(
            "{\"image\": \"registry.example.org/tales/hello:1\"}", RecordedRunSpec.class));
    server.client().resource(run).create();
  }

  private void report(String name, String namespace, int code) {
    String phase =
        Stream.of(RunStatus.values())
            .filter(status -> status.code() == code)
            .findFirst()
            .orElseThrow()
            .name();
    resource(name, namespace)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"phase\":\"%s\",\"code\":%d}}".formatted(phase, code));
  }

  private RecordedRun run(String name, String namespace) {
    return requireNonNull(resource(name, namespace).get());
  }

  private Resource<RecordedRun> resource(String name, String namespace) {
    return server.client().resources(RecordedRun.class).inNamespace(namespace).withName(name);
  }

  /** By hand, since a client would not send another host's name. */
  private String answerTo(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), open.port());
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      out.write(
          "GET /runs/api/runs HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
              .formatted(host)
              .getBytes(StandardCharsets.UTF_8));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

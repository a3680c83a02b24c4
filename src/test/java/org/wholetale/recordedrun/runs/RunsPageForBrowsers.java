package org.wholetale.recordedrun.runs;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.cli.ReportCommand;
import org.wholetale.recordedrun.cli.TestArchive;
import org.wholetale.recordedrun.local.apiserver.EmbeddedApiServer;
import org.wholetale.recordedrun.runs.RunsPageConfig.Visitors;
import org.wholetale.recordedrun.trace.Events;
import picocli.CommandLine;

/**
 * The runs page for the browser's tests in {@code src/web/tests}, which are the users and the
 * operator: they create runs and set their status at the API server whose address is printed, with
 * the pages' and the archives'. Ends when its input does.
 */
public final class RunsPageForBrowsers {

  private static final Path HELLO = Path.of("src/test/resources/archives/1.1/hello");

  private RunsPageForBrowsers() {}

  /**
   * Serves until the input ends.
   *
   * @param arguments when the cluster's clock starts, which then goes on by a second whenever it is
   *     looked at, so that a picture is the same each time; the real time where there is none
   */
  public static void main(String... arguments) throws IOException {
    Clock clock = arguments.length == 0 ? Clock.systemUTC() : step(Instant.parse(arguments[0]));
    Path archives = Files.createTempDirectory("recordedrun-page-");
    RunArchives ofRuns =
        run ->
            ArchiveStores.open(
                ArchiveLocation.of(archives.resolve(run.getMetadata().getName())), Map.of());
    FakeReviews reviews =
        new FakeReviews()
            .with("reader", "get tales")
            .with("editor", "get tales", "patch tales", "get more-tales")
            .with("stranger");
    try (EmbeddedApiServer server = EmbeddedApiServer.start(0, clock);
        RunsPage open =
            new RunsPage(
                new RunsPageConfig(0, Visitors.ON_THIS_MACHINE),
                server.client(),
                Set.of(),
                ofRuns,
                reviews);
        RunsPage guarded =
            new RunsPage(
                new RunsPageConfig(0, Visitors.WITH_TOKEN),
                server.client(),
                Set.of(),
                ofRuns,
                reviews)) {
      open.start();
      guarded.start();
      writeArchives(archives);
      System.out.println(
          Serialization.asJson(
                  Map.of(
                      "api", server.url(),
                      "open", "http://127.0.0.1:%d/runs".formatted(open.port()),
                      "guarded", "http://127.0.0.1:%d/runs".formatted(guarded.port()),
                      "archives", archives.toString()))
              .replace("\n", ""));
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static Clock step(Instant start) {
    AtomicReference<Instant> now = new AtomicReference<>(start);
    InstantSource source = () -> now.updateAndGet(last -> last.plus(Duration.ofSeconds(1)));
    return source.withZone(ZoneOffset.UTC);
  }

  private static void writeArchives(Path archives) throws IOException {
    Path hello = archives.resolve("hello");
    copy(HELLO, hello);
    Path report = Files.createDirectories(hello.resolve("report")).resolve("index.html");
    new CommandLine(new ReportCommand(Map.of()))
        .execute("--output", report.toString(), hello.toString());
    TestArchive.in(archives.resolve("hostile"))
        .events(0, Events.exec(1, 7, "<img src=x onerror=alert(1)>", "\u001b[2J\u202e"))
        .output(
            0,
            "{\"t\":1,\"stream\":\"stdout\",\"data\":\"<script>alert(1)</script>\\n\"}",
            "{\"t\":2,\"stream\":\"stderr\",\"data\":\"</pre><b>bold</b>\\n\"}");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }
}

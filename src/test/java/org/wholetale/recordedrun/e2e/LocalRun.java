package org.wholetale.recordedrun.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder with runs for {@code recordedrun local}, as a user would write them.
 *
 * @param folder where the YAML files, their claims and the archive lie
 */
public record LocalRun(Path folder) {

  private static final Pattern PHASE =
      Pattern.compile(" s {2}(\\S+) +(UNKNOWN|STARTING|RUNNING|COMPLETED|FAILED|CANCELLED)\\b");

  /** Writes a run with a workspace of one script, {@code run.sh}; returns its file. */
  Path script(String name, String script, String... spec) throws IOException {
    Path workspace = Files.createDirectories(folder.resolve(name + "-workspace"));
    Files.writeString(workspace.resolve("run.sh"), script);
    List<String> lines =
        new ArrayList<>(
            List.of("workspace: {persistentVolumeClaim: {claimName: " + name + "-workspace}}"));
    lines.addAll(List.of(spec));
    return spec(name, lines);
  }

  /** Writes a run with those lines as its spec, the image added; returns its file. */
  Path spec(String name, List<String> lines) throws IOException {
    Path file = folder.resolve(name + ".yaml");
    Files.writeString(
        file,
        """
        apiVersion: wholetale.org/v1alpha1
        kind: RecordedRun
        metadata: {name: %s}
        spec:
          image: example.org/%s
          %s
        """
            .formatted(name, name, String.join("\n  ", lines)));
    return file;
  }

  Path archive() {
    return folder.resolve("archive");
  }

  /** The archive of one run. */
  public Recording recording(String name, Recordedrun.Ended command) throws IOException {
    return Recording.below(archive().resolve("default").resolve(name), command);
  }

  /** How many segments of events are in the archive of a run already. */
  int segments(String name) throws IOException {
    Path folder = archive().resolve("default").resolve(name);
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return Math.toIntExact(
          files.filter(file -> file.toString().matches(".*/events/\\d+\\.ndjson\\.zst")).count());
    }
  }

  Recordedrun.Running start(String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of("local", "--archive", archive().toString()));
    line.addAll(List.of(arguments));
    return Recordedrun.in(folder).start(line.toArray(String[]::new));
  }

  public Recordedrun.Ended run(String... arguments) throws IOException, InterruptedException {
    try (Recordedrun.Running running = start(arguments)) {
      return running.await();
    }
  }

  /** The phases that were printed for a run, each once, in order. */
  static List<String> phases(String out, String name) {
    return PHASE
        .matcher(out)
        .results()
        .filter(match -> match.group(1).equals(name))
        .map((MatchResult match) -> match.group(2))
        .distinct()
        .toList();
  }
}

package org.wholetale.recordedrun.attestation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.archive.ManifestFile;
import org.wholetale.recordedrun.archive.ManifestGap;
import org.wholetale.recordedrun.archive.ManifestPlace;
import org.wholetale.recordedrun.archive.ManifestRecorder;
import org.wholetale.recordedrun.archive.ManifestRun;
import org.wholetale.recordedrun.archive.ManifestTrace;
import org.wholetale.recordedrun.archive.Sha256;

/**
 * An in-toto statement: the manifest and what the run left are what came of a run that was traced,
 * and that read these files. Whoever trusts its signer need not trust the one who hands the files
 * over.
 *
 * @see <a
 *     href="https://github.com/in-toto/attestation/blob/main/spec/predicates/runtime-trace.md">runtime
 *     trace 0.1</a>
 */
public final class RuntimeTraceStatement {

  /** What an envelope says that is in it. */
  public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  private static final String PREDICATE = "https://in-toto.io/attestation/runtime-trace/v0.1";
  private static final String OURS = "https://wholetale.org/recordedrun/";
  private static final String OUTPUTS = "outputs/";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private RuntimeTraceStatement() {}

  /**
   * The statement about a manifest, as JSON: equal runs have equal bytes.
   *
   * @param sha256 of the manifest's bytes
   * @param files the tale's own files, in the order that they are to have
   */
  public static byte[] of(
      ManifestPlace place, Sha256 sha256, Manifest manifest, List<ListedFile> files) {
    Statement statement =
        new Statement(
            "https://in-toto.io/Statement/v1",
            subjects(place, sha256, manifest, files),
            PREDICATE,
            new Predicate(
                monitor(manifest.recorder()),
                monitored(manifest),
                new MonitorLog(
                    files.stream()
                        .filter(ListedFile::isInput)
                        .map(file -> new Resource(file.name(), digest(file.sha256()), role(file)))
                        .toList(),
                    Completeness.of(manifest.trace())),
                new Metadata(text(manifest.startedAt()), text(manifest.finishedAt()))));
    try {
      return MAPPER.writeValueAsBytes(statement);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a statement is plain data and can be written as JSON", e);
    }
  }

  private static List<Resource> subjects(
      ManifestPlace place, Sha256 sha256, Manifest manifest, List<ListedFile> files) {
    Stream<Resource> archived =
        manifest.files().stream()
            .filter(file -> file.path().startsWith(OUTPUTS))
            .sorted(Comparator.comparing(ManifestFile::path))
            .map(file -> new Resource(file.path(), digest(file.sha256()), null));
    Stream<Resource> left =
        files.stream()
            .filter(ListedFile::isKnownOutput)
            .map(file -> new Resource(file.name(), digest(file.sha256()), role(file)));
    return Stream.of(
            Stream.of(new Resource(place.manifest(), digest(sha256.hex()), null)), archived, left)
        .flatMap(resources -> resources)
        .toList();
  }

  private static Monitor monitor(ManifestRecorder recorder) {
    return new Monitor(
        OURS + "recorder/" + Objects.requireNonNullElse(recorder.version(), "unknown"),
        new TracePolicy(recorder.probes(), recorder.bpftrace(), recorder.kernel()));
  }

  private static MonitoredProcess monitored(Manifest manifest) {
    ManifestRun run = manifest.run();
    return new MonitoredProcess(
        OURS + (run.namespace() == null ? "host" : "pod"),
        "https://wholetale.org/v1alpha1/RecordedRun",
        Stream.of(run.namespace(), run.name(), run.uid())
            .map(part -> Objects.requireNonNullElse(part, ""))
            .reduce((before, part) -> before + "/" + part)
            .orElseThrow(),
        run.image(),
        run.imageDigest(),
        manifest.entrypoint(),
        manifest.exitCode(),
        manifest.signal());
  }

  private static @Nullable Map<String, String> digest(@Nullable String sha256) {
    return sha256 == null ? null : Map.of("sha256", sha256);
  }

  private static Map<String, String> role(ListedFile file) {
    return Map.of("role", file.role());
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private record Statement(
      @JsonProperty("_type") String type,
      List<Resource> subject,
      String predicateType,
      Predicate predicate) {}

  private record Resource(
      String name,
      @Nullable Map<String, String> digest,
      @Nullable Map<String, String> annotations) {}

  private record Predicate(
      Monitor monitor,
      MonitoredProcess monitoredProcess,
      MonitorLog monitorLog,
      Metadata metadata) {}

  private record Monitor(String type, TracePolicy tracePolicy) {}

  private record TracePolicy(
      List<String> probes, @Nullable String bpftrace, @Nullable String kernel) {}

  private record MonitoredProcess(
      @JsonProperty("hostID") String hostId,
      String type,
      String event,
      @Nullable String image,
      @Nullable String imageDigest,
      List<String> entrypoint,
      @Nullable Integer exitCode,
      @Nullable Integer signal) {}

  private record MonitorLog(List<Resource> fileAccess, Completeness completeness) {}

  /** What the trace lacks; a count that nobody knows is null, and said as such. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  private record Completeness(
      boolean complete,
      long events,
      @Nullable Long lost,
      long truncated,
      List<ManifestGap> gaps,
      List<String> coverage) {

    static Completeness of(ManifestTrace trace) {
      return new Completeness(
          trace.complete(),
          trace.events(),
          trace.lost(),
          trace.truncated(),
          trace.gaps(),
          trace.coverage());
    }
  }

  private record Metadata(@Nullable String buildStartedOn, @Nullable String buildFinishedOn) {}
}

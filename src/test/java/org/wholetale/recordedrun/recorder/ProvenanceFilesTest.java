package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.archive.ManifestOmission;
import org.wholetale.recordedrun.format.EmptyArchive;
import org.wholetale.recordedrun.format.Format;
import org.wholetale.recordedrun.provenance.FileContents;
import org.wholetale.recordedrun.provenance.RunDescription;
import org.wholetale.recordedrun.provenance.RunFolders;
import org.wholetale.recordedrun.provenance.RunGraph;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.report.PrintedOutput;
import org.wholetale.recordedrun.report.Report;
import org.wholetale.recordedrun.report.ReportSupplement;
import org.wholetale.recordedrun.report.ResourceSeries;
import org.wholetale.recordedrun.trace.Events;

/** One format's trouble is no other's, and never the archive's. */
class ProvenanceFilesTest {

  private static final String TRIPLES = Format.CPR.path().orElseThrow();
  private static final String PROV = Format.PROV.path().orElseThrow();

  private static final ReportSupplement BESIDE =
      new ReportSupplement(new ResourceSeries(), new PrintedOutput(), List.of());

  @TempDir Path folder;
  private final List<String> submitted = new ArrayList<>();

  @Test
  void everyFormatOfAnArchiveIsWritten() {
    assertThat(files(false).write(run(), BESIDE)).isEmpty();

    assertThat(submitted)
        .containsExactlyElementsOf(
            Stream.concat(
                    Stream.of(Report.FILE_NAME),
                    Format.archived().stream().flatMap(format -> format.path().stream()))
                .toList());
    assertThat(submitted).allSatisfy(path -> assertThat(inSpool(path)).isNotEmptyFile());
  }

  @Test
  void whatThereIsNoTimeForIsLeftOutAndSaid() {
    List<ManifestOmission> omitted = files(true).write(run(), BESIDE);

    assertThat(omitted)
        .contains(
            new ManifestOmission(
                TRIPLES, "there was not time enough; recordedrun export writes it"));
    assertThat(submitted).isEmpty();
    assertThat(inSpool(TRIPLES)).doesNotExist();
  }

  @Test
  void whatCannotBeWrittenLeavesTheOthers() throws IOException {
    Files.createDirectories(inSpool(TRIPLES).resolve("in the way"));

    List<ManifestOmission> omitted = files(false).write(run(), BESIDE);

    assertThat(omitted).extracting(ManifestOmission::path).containsExactly(TRIPLES);
    assertThat(submitted).contains(PROV).doesNotContain(TRIPLES);
  }

  @Test
  void whatAFormatCannotCopeWithIsSaidAndDoesNoHarm() {
    List<ManifestOmission> omitted = files(false).write(beyondAllTime(), BESIDE);

    assertThat(omitted).extracting(ManifestOmission::path).contains(TRIPLES, PROV);
    assertThat(omitted)
        .filteredOn(omission -> omission.path().equals(TRIPLES))
        .singleElement()
        .satisfies(omission -> assertThat(omission.why()).contains("DateTimeException"));
    assertThat(inSpool(TRIPLES)).doesNotExist();
  }

  @Test
  void withoutAGraphNothingIsWrittenAndThatIsSaid() {
    assertThat(ProvenanceFiles.none("the run is too large"))
        .extracting(ManifestOmission::toString)
        .contains(TRIPLES + ": the run is too large; recordedrun export writes it");
  }

  private ProvenanceFiles files(boolean outOfTime) {
    return new ProvenanceFiles(
        new Spool(folder), new EmptyArchive(), () -> outOfTime, submitted::add);
  }

  private Path inSpool(String path) {
    return new Spool(folder).inArchive(path);
  }

  private static RunRecord run() {
    RunGraph graph = new RunGraph();
    graph.accept(Events.exec(1, 7, "sh"));
    graph.accept(Events.exit(2, 7, 0));
    return new RunRecord(
        ManifestDescription.of(
            OpenArchive.manifest(2, List.of()), new RunFolders("/work/workspace", null)),
        graph,
        new FileContents());
  }

  /** No moment of it can be told: whoever writes it fails as a defect would make it. */
  private static RunRecord beyondAllTime() {
    RunRecord run = run();
    RunDescription told = run.description();
    return new RunRecord(
        new RunDescription(
            told.namespace(),
            told.name(),
            told.uid(),
            told.tale(),
            told.image(),
            told.imageDigest(),
            told.about(),
            told.entrypoint(),
            told.folders(),
            Instant.MAX,
            told.startedAt(),
            told.finishedAt(),
            told.exitCode(),
            told.signal(),
            told.completeness(),
            told.recorder()),
        run.graph(),
        run.contents());
  }
}

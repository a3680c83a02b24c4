package org.wholetale.recordedrun.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.signing.TestKeys;

class ArchiveVerifierTest {

  @TempDir Path folder;

  @Test
  void aWholeArchiveIsOk() throws IOException {
    Verification verification = Archives.verify(Archives.in(folder).commit());

    assertThat(verification.problems()).isEmpty();
    assertThat(verification.summary()).isEqualTo("7 files, 12 events, complete");
  }

  @Test
  void aRunWithoutEventsIsOk() throws IOException {
    assertProblems(Archives.emptyIn(folder).file("stdout", "").commit());
  }

  @Test
  void whatSignsAManifestAndALateManifestNeedNotBeListed() throws IOException {
    Archives archive = Archives.in(folder).sign(TestKeys.ed25519());
    archive.commit();

    assertProblems(archive.commitLate());
  }

  @Test
  void whatOnlyALateManifestListsIsHeldAgainstIt() throws IOException {
    Archives archive = Archives.in(folder);
    archive.commitRecovered();
    archive.events(3, 2).file("stderr", "oh\n").commitLate();
    assertProblems(folder);

    Files.writeString(folder.resolve("stderr"), "forged");
    Files.delete(folder.resolve("events/000003.ndjson.zst"));
    archive.unlisted("outputs/forged.csv", new byte[0]);
    assertProblems(
        folder,
        "stderr: size is 6, the manifest says 3",
        "events/000003.ndjson.zst: is missing, the manifest lists it",
        "outputs/forged.csv: unlisted: the manifest does not have it");
  }

  @Test
  void theEventsThatALateManifestCountsGoOnFromThoseOfTheFirst() throws IOException {
    Archives archive = Archives.in(folder);
    archive.commitRecovered();
    archive.segment("events/000003.ndjson.zst", Archives.event(13)).commitLate();

    assertProblems(folder, "events/000003.ndjson.zst: line 1 has the seq 13, expected was 12");
  }

  @Test
  void aLateManifestOfAnotherRunOrWithOtherContentIsAProblem() throws IOException {
    Archives.in(folder).commitRecovered();
    Archives.emptyIn(folder).file("stdout", "ho\n").commitLate();

    assertThat(Archives.verify(folder).problems())
        .extracting(VerificationProblem::toString)
        .contains(
            "manifest-late.json: does not say of stdout what manifest.json says",
            "manifest-late.json: does not say of entrypoint what manifest.json says");

    Path late = folder.resolve("manifest-late.json");
    Files.writeString(late, Files.readString(late).replace("0-1-2", "3-4-5"));
    assertThat(Archives.verify(folder).problems())
        .extracting(VerificationProblem::toString)
        .contains("manifest-late.json: is of another run: 3-4-5");
  }

  @Test
  void aLateManifestThatCannotBeReadIsAProblem() throws IOException {
    Archives.in(folder).unlisted("manifest-late.json", new byte[] {1}).commit();

    assertThat(only(folder).path()).isEqualTo("manifest-late.json");
    assertThat(only(folder).kind()).isEqualTo(VerificationProblem.Kind.BAD_MANIFEST);
  }

  @Test
  void whatARecoveryLeftOutNeedNotBeListed() throws IOException {
    Archives archive = Archives.in(folder).unlisted("events/000003.ndjson.zst", new byte[] {1});

    assertProblems(archive.commitRecovered("events/000003.ndjson.zst"));
  }

  @Test
  void aSegmentOfSeveralFramesIsOk() throws IOException {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int i = 0; i < 3; i++) {
      frames.write(Zstd.compress(Archives.event(i).getBytes(UTF_8)));
    }
    Archives archive =
        Archives.emptyIn(folder).file("events/000000.ndjson.zst", frames.toByteArray());

    assertProblems(archive.commit(Archives.completeTrace(3)));
  }

  @Test
  void aMissingManifestIsSaidToBeARunThatGoesOnOrWasCutOff() throws IOException {
    Archives.in(folder);

    assertProblems(
        folder, "manifest.json: there is no manifest: the run is still going on or was cut off");
  }

  @Test
  void aManifestThatCannotBeReadIsAProblem() throws IOException {
    Archives.in(folder).unlisted("manifest.json", "{\"formatVersion\":".getBytes(UTF_8));

    assertThat(only(folder).kind()).isEqualTo(VerificationProblem.Kind.BAD_MANIFEST);
  }

  @Test
  void aManifestThatContradictsItselfIsAProblem() throws IOException {
    ManifestTrace trace =
        new ManifestTrace(
            null, true, 12, 3L, 0, List.of(), null, 0, 0L, 0L, 0, 0, List.of(), List.of());

    assertProblems(
        Archives.in(folder).commit(trace),
        "manifest.json: says that the trace is complete, and also that it is incomplete: 3 events"
            + " lost");
  }

  @Test
  void anotherManifestThanThePinnedOneIsAProblem() throws IOException {
    Path archive = Archives.in(folder).commit();
    Sha256 actual = Sha256.of(archive.resolve("manifest.json"));
    Sha256 other = Sha256.of(new byte[0]);
    try (ArchiveStore store = ArchiveStores.open(ArchiveLocation.of(archive), Map.of())) {
      assertThat(new ArchiveVerifier(store, actual, null).verify().isOk()).isTrue();
      assertThat(new ArchiveVerifier(store, other, null).verify().problems())
          .extracting(VerificationProblem::toString)
          .containsExactly(
              "manifest.json: sha256 is %s, expected was %s".formatted(actual.hex(), other.hex()));
    }
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Path archive = Archives.in(folder).commit();
    Files.delete(archive.resolve("stdout"));

    assertProblems(archive, "stdout: is missing, the manifest lists it");
  }

  @Test
  void aChangedSizeIsNamed() throws IOException {
    Path archive = Archives.in(folder).commit();
    Files.writeString(archive.resolve("stdout"), "hi, forged\n");

    assertProblems(archive, "stdout: size is 11, the manifest says 3");
  }

  @Test
  void aChangedContentIsNamed() throws IOException {
    Path archive = Archives.in(folder).commit();
    Files.writeString(archive.resolve("stdout"), "ho\n");

    assertProblems(
        archive, "stdout: sha256 is %s, the manifest says %s".formatted(hex("ho\n"), hex("hi\n")));
  }

  @Test
  void anUnlistedFileIsNamed() throws IOException {
    assertProblems(
        Archives.in(folder).unlisted("outputs/forged.csv", new byte[0]).commit(),
        "outputs/forged.csv: unlisted: the manifest does not have it");
  }

  @Test
  void aFileNameCannotForgeALineOfTheReport() throws IOException {
    assertProblems(
        Archives.in(folder).unlisted("outputs/x\nok archive\u001b[2K", new byte[0]).commit(),
        "outputs/x\\u{a}ok archive\\u{1b}[2K: unlisted: the manifest does not have it");
  }

  @Test
  void aLostSegmentIsNamedByVerifyAndNotBlamedOnTheNext() throws IOException {
    Path archive = Archives.in(folder).commit();
    Files.delete(archive.resolve("events/000001.ndjson.zst"));

    assertProblems(archive, "events/000001.ndjson.zst: is missing, the manifest lists it");
  }

  @Test
  void aHoleInTheNumbersOfTheSegmentsIsNamed() throws IOException {
    assertProblems(
        Archives.emptyIn(folder).events(0, 2).events(3, 2).commit(),
        "events/000001.ndjson.zst: is missing, so are the 1 that follow; the manifest lists none");
  }

  @Test
  void aRowOfOutputSegmentsThatDoesNotBeginAtZeroIsNamed() throws IOException {
    assertProblems(
        Archives.emptyIn(folder).segment("output/000001.ndjson.zst", "{}\n").commit(),
        "output/000000.ndjson.zst: is missing, and the manifest does not list it either");
  }

  @Test
  void aHoleInTheNumbersOfTheEventsIsNamed() throws IOException {
    Archives archive =
        Archives.emptyIn(folder)
            .events(0, 2)
            .segment("events/000001.ndjson.zst", Archives.event(2) + Archives.event(4));

    assertProblems(
        archive.commit(), "events/000001.ndjson.zst: line 2 has the seq 4, expected was 3");
  }

  @Test
  void anotherNumberOfEventsThanTheManifestSaysIsAProblem() throws IOException {
    assertProblems(
        Archives.in(folder).commit(Archives.completeTrace(13)),
        "events/: there are 12 events, the manifest says 13");
  }

  @Test
  void linesThatAreNoEventsAreNamed() throws IOException {
    assertLineProblem("[]\n", "line 2 is not one JSON object");
    assertLineProblem("\n" + Archives.event(1), "line 2 is not one JSON object");
    assertLineProblem("{\"seq\":1,\n\"t\":2}\n", "line 2 is not one JSON object");
    assertLineProblem("{\"t\":2}\n", "line 2 has no seq that counts from 0");
    assertLineProblem("{\"seq\":\"1\"}\n", "line 2 has no seq that counts from 0");
    assertLineProblem("{\"seq\":1,\"path\":\"/cut", "line 2 is not JSON (");
    assertLineProblem(
        Archives.event(1).strip() + Archives.event(2), "line 2 is not one JSON object");
  }

  @Test
  void segmentsThatCannotBeDecompressedAreNamed() throws IOException {
    byte[] whole = Zstd.compress(Archives.event(0).getBytes(UTF_8));
    Archives archive =
        Archives.emptyIn(folder)
            .file("events/000000.ndjson.zst", Arrays.copyOf(whole, whole.length - 3))
            .file("output/000000.ndjson.zst", "this is not zstd");

    assertThat(Archives.verify(archive.commit()).problems())
        .extracting(VerificationProblem::path, VerificationProblem::kind)
        .containsExactly(
            tuple("events/000000.ndjson.zst", VerificationProblem.Kind.BAD_SEGMENT),
            tuple("output/000000.ndjson.zst", VerificationProblem.Kind.BAD_SEGMENT));
  }

  @Test
  void aMillionEventsInOneSegmentAreReadAsAStream() throws IOException {
    Path segment = folder.resolve("events/000000.ndjson.zst");
    Files.createDirectories(folder.resolve("events"));
    try (ZstdOutputStream out = new ZstdOutputStream(Files.newOutputStream(segment))) {
      for (long seq = 0; seq < 1_000_000; seq++) {
        out.write(Archives.event(seq).getBytes(UTF_8));
      }
    }
    Archives archive =
        Archives.emptyIn(folder).file("events/000000.ndjson.zst", Files.readAllBytes(segment));

    assertProblems(archive.commit(Archives.completeTrace(1_000_000)));
  }

  private void assertLineProblem(String second, String what) throws IOException {
    Archives archive =
        Archives.emptyIn(folder).segment("events/000000.ndjson.zst", Archives.event(0) + second);

    assertThat(only(archive.commit()).toString()).startsWith("events/000000.ndjson.zst: " + what);
  }

  private static VerificationProblem only(Path archive) throws IOException {
    List<VerificationProblem> problems = Archives.verify(archive).problems();
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }

  private static void assertProblems(Path archive, String... problems) throws IOException {
    assertThat(Archives.verify(archive).problems())
        .extracting(VerificationProblem::toString)
        .containsExactly(problems);
  }

  private static String hex(String content) {
    return Sha256.of(content.getBytes(UTF_8)).hex();
  }
}

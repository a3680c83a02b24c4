package org.wholetale.recordedrun.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ManifestPropertiesTest {

  @Property(tries = 200)
  void aManifestComesBackAsItWas(@ForAll("manifests") Manifest manifest) throws IOException {
    byte[] json = manifest.toJson();

    assertThat(Manifest.parse(json)).isEqualTo(manifest);
    assertThat(Manifest.parse(json).toJson()).isEqualTo(json);
  }

  @Property(tries = 100)
  void theOrderInWhichFilesAreAddedChangesNothing(
      @ForAll("manifests") Manifest manifest, @ForAll Random random) {
    List<ManifestFile> shuffled = new ArrayList<>(manifest.files());
    Collections.shuffle(shuffled, random);

    assertThat(Archives.manifest(manifest.trace(), shuffled).toJson())
        .isEqualTo(Archives.manifest(manifest.trace(), manifest.files()).toJson());
  }

  @Provide
  Arbitrary<Manifest> manifests() {
    return Combinators.combine(
            runs(),
            text().list().ofMaxSize(3),
            instants().injectNull(0.3),
            Arbitraries.integers().injectNull(0.3),
            traces(),
            files())
        .as((run, entrypoint, time, code, trace, files) ->
            new Manifest(
                run,
                entrypoint,
                time,
                time,
                code,
                code,
                trace,
                new ManifestRecorder(run.name(), run.uid(), "6.1", entrypoint, 1 / 3.0, 2 / 3.0),
                entrypoint.stream().map(why -> new ManifestOmission("provenance/a", why)).toList(),
                files));
  }

  private static Arbitrary<ManifestRun> runs() {
    return Combinators.combine(text(), text().injectNull(0.3))
        .as((name, any) ->
            new ManifestRun(
                any,
                name,
                name,
                any,
                any,
                any == null ? null : new ManifestTale(any, null, any),
                any == null
                    ? null
                    : new ManifestAbout(
                        any, null, any, List.of(new ManifestAbout.Author(name, any))),
                any == null ? null : new ManifestFolders(any, null)));
  }

  private static Arbitrary<ManifestTrace> traces() {
    return Combinators.combine(
            instants(), Arbitraries.longs(), Arbitraries.longs().injectNull(0.3), text())
        .as((start, number, lost, cause) ->
            new ManifestTrace(
                start,
                number % 2 == 0,
                number,
                lost,
                number,
                List.of(new ManifestGap(number, number, cause, lost)),
                lost == null ? null : new ManifestExec(cause, List.of(cause), number),
                number,
                number,
                number,
                number,
                number,
                List.of(cause),
                List.of(cause)));
  }

  private static Arbitrary<List<ManifestFile>> files() {
    Arbitrary<String> paths =
        Arbitraries.strings()
            .withChars('a', 'é', ' ', '\n', '"', '\\', '.', '-')
            .ofMinLength(3)
            .ofMaxLength(8)
            .filter(path -> !path.matches("\\.+"));
    return Combinators.combine(paths, Arbitraries.longs().greaterOrEqual(0))
        .as((path, size) -> new ManifestFile(path, size, "ab".repeat(32), "text/plain"))
        .list()
        .uniqueElements((Function<ManifestFile, Object>) ManifestFile::path)
        .ofMaxSize(5);
  }

  private static Arbitrary<Instant> instants() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 4_000_000_000L),
            Arbitraries.longs().between(0, 999_999_999))
        .as(Instant::ofEpochSecond);
  }

  /** Text with everything that JSON has to escape; surrogates only in pairs. */
  private static Arbitrary<String> text() {
    return Arbitraries.of(
        "", "run.sh", "a\nb", "\u0000\u001f\"\\/", "été", "\ud83d\ude00", "\u2028");
  }
}

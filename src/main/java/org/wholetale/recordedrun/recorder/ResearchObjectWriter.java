package org.wholetale.recordedrun.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wholetale.recordedrun.archive.Manifest;
import org.wholetale.recordedrun.attestation.ListedFile;
import org.wholetale.recordedrun.attestation.ResearchObject;
import org.wholetale.recordedrun.provenance.FileContents;

/**
 * Declares an archive that is signed as a transparent research object, once all else but the
 * manifest is in it: the declaration, its signature, and the time of both where somebody attests
 * it.
 */
final class ResearchObjectWriter {

  static final String DECLARATION = "provenance/tro.jsonld";
  static final String SIGNATURE = "provenance/tro.sig";
  static final String TIMESTAMP = "provenance/tro.tsr";

  private static final Logger LOG = LoggerFactory.getLogger(ResearchObjectWriter.class);

  /** The declaration last: where it is there, so is what belongs to it. */
  private static final List<String> ORDER = List.of(SIGNATURE, TIMESTAMP, DECLARATION);

  private static final Duration LONGEST_FOR_TIMESTAMP = Duration.ofSeconds(20);

  private final RunSetup setup;
  private final RunSigning signing;

  ResearchObjectWriter(RunSetup setup, RunSigning signing) {
    this.setup = setup;
    this.signing = signing;
  }

  /** Whether only this may upload a file, since others would not know when it is whole. */
  static boolean owns(String path) {
    return ORDER.contains(path);
  }

  /**
   * Writes what no recorder has written yet, and has it uploaded.
   *
   * @param manifest what it would be now: of what is in the archive, with the listing of files
   * @param patience how long all that is left may take
   * @return what is not as it was asked for; null where all is
   */
  @Nullable String write(Manifest manifest, Uploader uploader, Duration patience)
      throws IOException, InterruptedException {
    if (manifest.files().stream().anyMatch(file -> file.path().equals(DECLARATION))) {
      return null;
    }
    String remark = null;
    if (Files.notExists(inSpool(DECLARATION))) {
      remark = declare(manifest, patience);
    }
    for (String path : ORDER) {
      if (Files.exists(inSpool(path))) {
        uploader.submit(path);
      }
    }
    return remark;
  }

  private @Nullable String declare(Manifest manifest, Duration patience)
      throws IOException, InterruptedException {
    ResearchObject object =
        new ResearchObject(
            manifest,
            ownFiles(),
            signing.key().verifyingKey(),
            signing.timestampAuthority() == null ? null : signing.timestampAuthority().address());
    byte[] declaration = object.toJson();
    byte[] signature = signing.key().signFile(declaration);
    Files.createDirectories(Objects.requireNonNull(inSpool(DECLARATION).getParent()));
    Files.write(inSpool(SIGNATURE), signature);
    String remark = attestTime(ResearchObject.timestamped(declaration, signature), patience);
    Files.write(inSpool(DECLARATION), declaration);
    return remark;
  }

  /** The archive is whole without: a run is not lost because an authority is away. */
  private @Nullable String attestTime(byte[] content, Duration patience)
      throws IOException, InterruptedException {
    Files.deleteIfExists(inSpool(TIMESTAMP));
    if (signing.timestampAuthority() == null) {
      return null;
    }
    try {
      Duration time =
          Stream.of(patience.dividedBy(2), LONGEST_FOR_TIMESTAMP)
              .min(Duration::compareTo)
              .orElseThrow();
      if (!time.isPositive()) {
        throw new IOException("there is no time left to ask for it");
      }
      Files.write(inSpool(TIMESTAMP), signing.timestampAuthority().attest(content, time));
      return null;
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("authority", signing.timestampAuthority().address())
          .addKeyValue("problem", e.toString())
          .log("no timestamp");
      return "the archive is signed without a timestamp: "
          + Objects.requireNonNullElse(e.getMessage(), e.toString());
    }
  }

  private List<ListedFile> ownFiles() throws IOException {
    try (InputStream listing = setup.store().read(FileContents.FILE_NAME)) {
      return ListedFile.ownFiles(listing);
    }
  }

  private Path inSpool(String path) {
    return setup.spool().inArchive(path);
  }
}

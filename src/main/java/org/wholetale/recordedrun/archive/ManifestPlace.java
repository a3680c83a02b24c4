package org.wholetale.recordedrun.archive;

import java.util.stream.Stream;

/** A manifest that an archive may have, and what lies beside it where it is signed. */
public enum ManifestPlace {
  /** The commit record. */
  FIRST(Manifest.FILE_NAME, Manifest.SIGNATURE_FILE_NAME, "provenance/attestation.dsse.json"),
  /** That of a recorder which found the archive recovered already. */
  LATE(Manifest.LATE_FILE_NAME, "manifest-late.sig.json", "provenance/attestation-late.dsse.json");

  private final String manifest;
  private final String signature;
  private final String attestation;

  ManifestPlace(String manifest, String signature, String attestation) {
    this.manifest = manifest;
    this.signature = signature;
    this.attestation = attestation;
  }

  /** Where the manifest lies. */
  public String manifest() {
    return manifest;
  }

  /** Where its signature lies, a {@link ManifestSignature}. */
  public String signature() {
    return signature;
  }

  /** Where the statement lies that it is the record of a run, in a DSSE envelope. */
  public String attestation() {
    return attestation;
  }

  /** All of the above, which come after a manifest's bytes are made: no manifest can list them. */
  static Stream<String> paths() {
    return Stream.of(values())
        .flatMap(place -> Stream.of(place.manifest, place.signature, place.attestation));
  }
}

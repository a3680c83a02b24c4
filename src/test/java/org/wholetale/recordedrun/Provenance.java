package org.wholetale.recordedrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** What an archive has for those who read CPR's triples and W3C PROV. */
public record Provenance(Path archive) {

  /** Has Jena and Python's {@code prov} read all of it. */
  public void mustBeValid() throws IOException, InterruptedException {
    assertThat(CprReport.of(archive.resolve("provenance/run.nt")).shipped("run-summary"))
        .hasSize(1);
    ProvDocument prov = ProvDocument.read(archive.resolve("provenance/prov.jsonld"));
    assertThat(prov.problems()).isEmpty();
    assertThat(prov.statements()).isNotEmpty();
  }
}

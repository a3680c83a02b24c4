package org.wholetale.recordedrun.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.ProvDocument;

class ProvTest {

  @TempDir Path folder;

  @Test
  void pythonsProvReadsAllOfIt() throws Exception {
    Path file = folder.resolve("prov.jsonld");
    Files.write(file, FormatTest.bytes(Format.PROV, RunRecords.ofEverything()));

    ProvDocument document = ProvDocument.read(file);

    assertThat(document.problems()).isEmpty();
    assertThat(document.statements())
        .contains(
            // a shell's redirection, then the program that was executed with it
            "wasGeneratedBy(run:file/3/version/1, run:execution/1)",
            "wasInformedBy(run:execution/2, run:execution/1)",
            "wasInformedBy(run:execution/1, run:execution/0)",
            // the pipe
            "wasInformedBy(run:execution/3, run:execution/2)",
            "used(run:execution/3, run:channel/0)",
            "wasGeneratedBy(run:channel/0, run:execution/2)",
            // opened for both: what was there was read, what comes then is another version
            "used(run:execution/3, run:file/5/version/0)",
            "wasGeneratedBy(run:file/5/version/1, run:execution/3)",
            "specializationOf(run:file/5/version/1, run:file/5)",
            "wasAttributedTo(run:tale, run:author/0)")
        .noneMatch(statement -> statement.startsWith("wasDerivedFrom"));
  }
}

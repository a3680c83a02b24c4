package org.wholetale.recordedrun.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wholetale.recordedrun.trace.AccessMode.READ;
import static org.wholetale.recordedrun.trace.Events.exec;
import static org.wholetale.recordedrun.trace.Events.open;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Which data a run never read. */
class DeclaredDataTest {

  @Test
  void whatNobodyOpenedToReadIsUnused() throws IOException {
    DeclaredData data =
        read(
            """
            {"path":"/work/data/a","size":1}
            {"path":"/work/data/b","size":2}
            {"unlisted":"there may be more than 2 files"}
            """);
    RunRecord run = Runs.of(exec(1, 7, "cat"), open(2, 7, READ, "/work/data/a", 1));

    assertThat(Unused.of(data, run.graph()))
        .isEqualTo(
            """
            1 of 2 data files were never read
              /work/data/b  2 bytes
            """);
    assertThat(data.unlisted()).isEqualTo("there may be more than 2 files");
    assertThat(Unused.json(data, run.graph()).toString())
        .isEqualTo(
            "{\"dataFiles\":2,\"unlisted\":\"there may be more than 2 files\","
                + "\"unused\":[{\"path\":\"/work/data/b\",\"size\":2}]}");
  }

  @Test
  void whatIsExecutedIsUsed() throws IOException {
    DeclaredData data = read("{\"path\":\"/bin/tool\",\"size\":1}\n");

    assertThat(data.unusedBy(Runs.of(exec(1, 7, "tool")).graph())).isEmpty();
    assertThat(data.unusedBy(Runs.of(exec(1, 7, "other")).graph())).hasSize(1);
  }

  private static DeclaredData read(String lines) throws IOException {
    return DeclaredData.read(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
  }
}

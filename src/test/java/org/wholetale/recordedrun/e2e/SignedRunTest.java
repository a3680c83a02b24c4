package org.wholetale.recordedrun.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.signing.TestKeys;

/** What a reader can tell of a record that was signed. */
class SignedRunTest {

  @TempDir Path folder;

  @Test
  void aSignedRecordIsToldFromAnotherAndFromAChangedOne() throws IOException, InterruptedException {
    Path key = TestKeys.openssl(folder.resolve("signing.key"));
    Path other = TestKeys.openssl(folder.resolve("other.key"));

    Recording recording =
        Recordedrun.in(folder)
            .record(List.of("--no-files", "--signing-key", key.toString()), "echo", "said");

    assertThat(verify(key, recording).exitCode()).isZero();
    Recordedrun.Ended byAnother = verify(other, recording);
    assertThat(byAnother.exitCode()).isEqualTo(1);
    assertThat(byAnother.out()).contains("FAILED manifest.sig.json: is by the ed25519 key ");

    Path stdout = recording.archive().resolve("stdout");
    Files.writeString(stdout, "sair\n");
    Recordedrun.Ended changed = verify(key, recording);
    assertThat(changed.exitCode()).isEqualTo(1);
    assertThat(changed.out()).contains("FAILED stdout");
  }

  private Recordedrun.Ended verify(Path key, Recording recording)
      throws IOException, InterruptedException {
    return Recordedrun.in(folder)
        .run("verify", "--public-key", key + ".pub", recording.archive().toString());
  }
}

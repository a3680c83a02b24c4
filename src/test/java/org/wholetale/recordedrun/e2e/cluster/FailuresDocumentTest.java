package org.wholetale.recordedrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wholetale.recordedrun.api.GeneratedFile;
import org.wholetale.recordedrun.api.Reason;

/** What users read about failures is what is shown in a cluster. */
class FailuresDocumentTest {

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "Pending",
        "Accepted",
        "Running",
        "Recording",
        "Recorded",
        "Archived",
        "NothingLost",
        "Finished",
        "Archiving",
        "Invalid",
        "PrepareFailed",
        "Queued",
        "ClaimNotFound",
        "ClaimUnusable",
        "SecretNotFound",
        "ConfigMapNotFound",
        "StoreUnreachable",
        "StoreDenied",
        "WrittenBack",
        "WriteBackFailed",
        "Reporting",
        "Reported",
        "NotReported",
        "Recovered",
        "NotRecovered",
        "NodeShutdown",
        "UnsupportedRuntime"
      })
  void aRunIsMadeToFailForEachReason(Reason reason) {
    assertThat(Failures.reasons()).contains(reason.name());
  }

  @Test
  void theDocumentationSaysWhatBecomesOfARun() {
    new GeneratedFile(Path.of("docs/failures.md")).mustBe(Failures.document());
  }
}

package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          403 | pods "r" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2 | QuotaExceeded     | false
          403 | pods "r" is forbidden: failed quota: q: must specify limits.memory for: tale                | QuotaExceeded     | false
          403 | pods "r" is forbidden: violates PodSecurity "baseline:latest": privileged (container ...)  | PodSecurityDenied | false
          403 | pods "r" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no   | AdmissionDenied   | false
          403 | pods is forbidden: User "u" cannot create resource "pods" in API group ""                  | AdmissionDenied   | false
          400 | admission webhook "w" denied the request without explanation                               | AdmissionDenied   | false
          422 | Pod "r" is invalid: spec.containers[0].image: Required value                               | Invalid           | true
          """)
  void whatTheApiServerAnswersTellsWhyThereIsNoPod(
      int code, String message, String reason, boolean permanent) {
    Refusal refusal =
        Refusal.of(
                new KubernetesClientException(
                    new StatusBuilder().withCode(code).withMessage(message).build()))
            .orElseThrow();
    assertThat(refusal.reason()).hasToString(reason);
    assertThat(refusal.message()).isEqualTo(message);
    assertThat(refusal.permanent()).isEqualTo(permanent);
  }

  @Test
  void anApiServerThatFailsHasNotRefused() {
    var failure =
        new KubernetesClientException(new StatusBuilder().withCode(500).withMessage("!").build());
    assertThat(Refusal.of(failure)).isEmpty();
  }
}

package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiCallsTest {

  @ParameterizedTest
  @CsvSource({
    "/api/v1/namespaces/tales/pods, pods",
    "/api/v1/namespaces/tales/pods/hello-1, pods",
    "/api/v1/namespaces/tales/pods/hello-1/status, pods/status",
    "/api/v1/pods, pods",
    "/api/v1/nodes/node-1, nodes",
    "/api/v1/namespaces/tales, namespaces",
    "/apis/wholetale.org/v1alpha1/namespaces/tales/recordedruns/hello/status, recordedruns/status",
    "/apis/coordination.k8s.io/v1/namespaces/system/leases/operator, leases",
    "/version, ''",
    "/apis, ''"
  })
  void aPathIsCountedByWhatItNamesAndNotByWhose(String path, String resource) {
    assertThat(ApiCalls.resource(path)).isEqualTo(resource);
  }
}

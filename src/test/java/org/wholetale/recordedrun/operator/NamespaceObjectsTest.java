package org.wholetale.recordedrun.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often the API server is asked for what runs name, and what its answers are taken for. */
class NamespaceObjectsTest {

  private static final NamedObject CLAIM = new NamedObject(NamedObject.Kind.CLAIM, "data");
  private static final String PATH = "/api/v1/namespaces/tales/persistentvolumeclaims/data";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-01T10:00:00Z"));
  private final KubernetesMockServer server = new KubernetesMockServer(false);
  private KubernetesClient client;
  private NamespaceObjects objects;

  @BeforeEach
  void start() {
    server.init();
    client = server.createClient();
    objects = new NamespaceObjects(client, clock);
  }

  @AfterEach
  void stop() {
    client.close();
    server.destroy();
  }

  @Test
  void whatIsThereIsAskedForOnceInAMoment() {
    server.expect().get().withPath(PATH).andReturn(200, claim("Bound")).always();
    Sighting there = new Sighting.Present(Set.of(), "7");
    assertThat(look()).isEqualTo(there);
    assertThat(look()).isEqualTo(there);
    assertThat(server.getRequestCount()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(10));
    assertThat(look()).isEqualTo(there);
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void whatIsNotThereIsSeenAsSoonAsItIs() {
    server.expect().get().withPath(PATH).andReturn(404, status(404)).once();
    server.expect().get().withPath(PATH).andReturn(200, claim("Pending")).once();
    assertThat(look()).isEqualTo(new Sighting.Absent());
    assertThat(look()).isEqualTo(new Sighting.Present(Set.of(), "7"));
  }

  @Test
  void aClaimWithoutItsVolumeIsOfNoUse() {
    server.expect().get().withPath(PATH).andReturn(200, claim("Lost")).always();
    assertThat(look()).isEqualTo(new Sighting.Unusable("has lost its volume"));
  }

  @Test
  void whatTheOperatorMayNotSeeIsNoProblem() {
    server.expect().get().withPath(PATH).andReturn(403, status(403)).always();
    assertThat(look()).isEqualTo(new Sighting.Hidden());
  }

  private Sighting look() {
    return Objects.requireNonNull(objects.look("tales", List.of(CLAIM, CLAIM)).get(CLAIM));
  }

  private static Object claim(String phase) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName("data")
        .withResourceVersion("7")
        .endMetadata()
        .withNewStatus()
        .withPhase(phase)
        .endStatus()
        .build();
  }

  private static Object status(int code) {
    return new StatusBuilder().withCode(code).withMessage("as the test asked").build();
  }
}

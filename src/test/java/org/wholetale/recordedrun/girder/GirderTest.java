package org.wholetale.recordedrun.girder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.api.RunStatus;

class GirderTest {

  private final FakeGirder server = FakeGirder.start().withRun("r1");
  private final Girder girder = Girder.at(server.api());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void itHoldsTheStatusThatItWasTold() throws Exception {
    girder.setStatus("r1", RunStatus.RUNNING, FakeGirder.TOKEN);
    assertThat(girder.status("r1", FakeGirder.TOKEN)).isEqualTo(RunStatus.RUNNING.code());
    assertThat(server.told("r1")).containsExactly(2);
  }

  @Test
  void aRunThatItDoesNotKnowIsNamed() {
    assertThatThrownBy(() -> girder.setStatus("r2", RunStatus.RUNNING, FakeGirder.TOKEN))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("404 to /api/v1/run/r2/status: is spec.tale.runId right?");
  }

  @Test
  void anIdStaysOneInThePath() {
    assertThatThrownBy(() -> girder.status("../user?x=", FakeGirder.TOKEN))
        .hasMessageContaining("404");
    assertThat(server.asked()).containsExactly("/api/v1/run/..%2Fuser%3Fx%3D/status");
  }

  @Test
  void aTokenThatMayNotIsSaid() {
    assertThatThrownBy(() -> girder.setStatus("r1", RunStatus.RUNNING, "another"))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("answered 401: put a token into the Secret that may write the run");
  }

  @Test
  void whatIsNotGirderIsNotTakenForIt() {
    server.breakWith(200);
    assertThatThrownBy(() -> girder.status("r1", FakeGirder.TOKEN))
        .hasMessageEndingWith("does not answer as Girder does: is its address right?");
  }

  @Test
  void nobodyAtTheAddressIsSaid() {
    URI api = server.api();
    server.close();
    assertThatThrownBy(() -> girder.status("r1", FakeGirder.TOKEN))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(api + " does not answer: ");
  }
}

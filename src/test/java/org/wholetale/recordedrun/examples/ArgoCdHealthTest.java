package org.wholetale.recordedrun.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** The script by which Argo CD judges a run, run by what runs Lua. */
class ArgoCdHealthTest {

  private static final String KEY = "resource.customizations.health.wholetale.org_RecordedRun";

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN, Progressing",
    "STARTING, Progressing",
    "RUNNING, Progressing",
    "COMPLETED, Healthy",
    "FAILED, Degraded",
    "CANCELLED, Degraded"
  })
  void theHealthOfARunFollowsItsPhase(String phase, String health) throws IOException {
    LuaTable run = run();
    LuaTable status = new LuaTable();
    status.set("phase", phase);
    status.set("message", "what it says");
    run.set("status", status);

    assertThat(judged(run).get("status").tojstring()).isEqualTo(health);
    assertThat(judged(run).get("message").tojstring()).isEqualTo("what it says");
  }

  @Test
  void aRunThatNobodyHasTakenOnYetProgresses() throws IOException {
    assertThat(judged(run()).get("status").tojstring()).isEqualTo("Progressing");
  }

  @Test
  void aRunThatIsHeldIsSuspended() throws IOException {
    LuaTable run = run();
    run.get("spec").set("suspend", LuaValue.TRUE);
    assertThat(judged(run).get("status").tojstring()).isEqualTo("Suspended");
  }

  private static LuaTable run() {
    LuaTable run = new LuaTable();
    run.set("spec", new LuaTable());
    return run;
  }

  private static LuaTable judged(LuaTable run) throws IOException {
    String script =
        new YAMLMapper()
            .readTree(Path.of("examples/gitops/argo-cd/health.yaml").toFile())
            .path("data")
            .path(KEY)
            .asText();
    Globals lua = JsePlatform.standardGlobals();
    lua.set("obj", run);
    return lua.load(script).call().checktable();
  }
}

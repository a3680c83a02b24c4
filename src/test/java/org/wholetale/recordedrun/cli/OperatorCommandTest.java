package org.wholetale.recordedrun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.wholetale.recordedrun.operator.OperatorConfig;
import picocli.CommandLine;

class OperatorCommandTest {

  @Test
  void theDefaultsAreTheConfigurations() {
    assertThat(parsed("--archive=s3://archives/runs"))
        .isEqualTo(OperatorConfig.archivingTo("s3://archives/runs"));
  }

  @Test
  void everyOptionReachesTheConfiguration() {
    OperatorConfig config =
        parsed(
            "--archive=s3://archives/runs",
            "--store-endpoint=http://s3.example.org",
            "--store-region=us-east-1",
            "--store-secret=archive-keys",
            "--store-check=false",
            "--max-running=5",
            "--namespace=tales,more",
            "--recorder-image=registry.example.org/recorder:1",
            "--recorder-limits=memory=2Gi,cpu=1",
            "--finish-seconds=30",
            "--spool-host-path=/var/spool/recordedrun",
            "--http-port=0",
            "--leader-election=recordedrun");
    assertThat(config.store())
        .isEqualTo(
            new OperatorConfig.Store(
                "s3://archives/runs", "http://s3.example.org", "us-east-1", "archive-keys", false));
    assertThat(config.namespaces()).isEqualTo(Set.of("tales", "more"));
    assertThat(config.recorder().image()).isEqualTo("registry.example.org/recorder:1");
    assertThat(config.recorder().finishSeconds()).isEqualTo(30);
    assertThat(config.recorder().spools())
        .isEqualTo(new OperatorConfig.Spools("/var/spool/recordedrun", null));
    assertThat(config.recorder().resources().getLimits()).containsOnlyKeys("memory", "cpu");
    assertThat(config.maxRunning()).isEqualTo(5);
    assertThat(config.httpPort()).isZero();
    assertThat(config.lease()).isEqualTo("recordedrun");
  }

  @Test
  void withoutAnArchiveThereIsNoOperator() {
    assertThatThrownBy(() -> parsed())
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining("--archive or $RECORDEDRUN_ARCHIVE");
  }

  @Test
  void anArchiveIsAFolderOrABucket() {
    assertThatThrownBy(() -> parsed("--archive=ftp://example.org"))
        .hasMessageContaining("s3://bucket/prefix");
  }

  @Test
  void anOperatorMayAskTheApiServerSomething() {
    assertThatThrownBy(() -> parsed("--archive=s3://archives/runs", "--api-qps=0"))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining("at least");
  }

  @Test
  void spoolsLieInOnePlace() {
    assertThatThrownBy(() ->
            parsed("--archive=s3://archives/runs", "--spool-host-path=/spools", "--spool-claim=b"))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining("not both");
  }

  private static OperatorConfig parsed(String... arguments) {
    OperatorCommand command = new OperatorCommand();
    new CommandLine(command).parseArgs(arguments);
    return command.config();
  }
}

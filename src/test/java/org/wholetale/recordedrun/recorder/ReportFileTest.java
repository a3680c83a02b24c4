package org.wholetale.recordedrun.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wholetale.recordedrun.api.RecorderReport;
import org.wholetale.recordedrun.api.RecorderReport.State;

class ReportFileTest {

  @TempDir Path folder;

  @Test
  void theFileHoldsTheLatestReportWhateverItsLength() throws IOException {
    Path path = Files.createFile(folder.resolve("termination-log"));
    Object inode = Files.getAttribute(path, "unix:ino");
    ReportFile file = new ReportFile(path);
    assertThat(file.isWritten()).isFalse();

    file.write(RecorderReport.failed("a long problem".repeat(9), null));
    RecorderReport last = RecorderReport.of(State.RECORDING);
    file.write(last);

    assertThat(Files.readString(path)).isEqualTo("{\"state\":\"RECORDING\"}");
    assertThat(new ObjectMapper().readValue(path.toFile(), RecorderReport.class)).isEqualTo(last);
    assertThat(Files.getAttribute(path, "unix:ino")).as("it is a mount").isEqualTo(inode);
    assertThat(file.isWritten()).isTrue();
  }
}

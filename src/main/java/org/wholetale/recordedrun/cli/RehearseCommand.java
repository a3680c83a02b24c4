package org.wholetale.recordedrun.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.wholetale.recordedrun.api.Recording;
import org.wholetale.recordedrun.api.RecordingRequest;
import org.wholetale.recordedrun.api.RunIdentity;
import org.wholetale.recordedrun.archive.ArchiveLocation;
import org.wholetale.recordedrun.archive.ArchiveStore;
import org.wholetale.recordedrun.archive.ArchiveStores;
import org.wholetale.recordedrun.recorder.Cgroup;
import org.wholetale.recordedrun.recorder.CgroupHierarchy;
import org.wholetale.recordedrun.recorder.Folders;
import org.wholetale.recordedrun.recorder.RunRecorder;
import org.wholetale.recordedrun.recorder.RunSetup;
import org.wholetale.recordedrun.recorder.Scope;
import org.wholetale.recordedrun.recorder.Spool;
import org.wholetale.recordedrun.recorder.TaleExit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * A recording without a tale and without a kernel: from what it loads an image's AOT cache is made,
 * while a stand-in for bpftrace is in the {@code PATH}.
 *
 * @see "images/training/train"
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Goes through a recording, for the AOT cache of an image.")
final class RehearseCommand implements Callable<Integer> {

  /** Enough on a machine that builds images, where something can be archived at all. */
  private static final long FINISH_SECONDS = 60;

  private static final long IN_VAIN_SECONDS = 5;

  @Parameters(
      arity = "1..*",
      paramLabel = "LOCATION",
      description = "Where to archive it; s3: for a store that gives no answer.")
  private List<String> locations = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    for (String location : locations) {
      Path folder = Files.createTempDirectory("recordedrun-rehearsal-");
      rehearse(request(location), folder);
      Folders.delete(folder);
    }
    return 0;
  }

  private void rehearse(RecordingRequest request, Path folder) throws Exception {
    Spool spool = new Spool(Files.createDirectory(folder.resolve("spool")));
    try (ArchiveStore store =
            ArchiveStores.open(ArchiveLocation.parse(request.archive()), System.getenv());
        RunRecorder recorder =
            RunRecorder.start(
                RunSetup.onThisMachine(request, spool, store, Map.of(), null, Clock.systemUTC()),
                new Scope(
                    new CgroupHierarchy(CgroupHierarchy.Version.V2, new Cgroup(folder)),
                    new Cgroup(folder),
                    null))) {
      RunSummary.print(
          spec.commandLine().getErr(),
          recorder.finish(TaleExit.UNKNOWN, Duration.ofSeconds(request.finishSeconds())));
    }
  }

  private static RecordingRequest request(String location) {
    return new RecordingRequest(
        new RunIdentity("default", "rehearsal", "0", null, null),
        ArchiveLocation.parse(location).resolve("default/rehearsal/0/").toString(),
        List.of("true"),
        "/work/workspace",
        null,
        new Recording(true, true, false, false, false, null, null, Recording.OnLoss.Warn, null),
        List.of(),
        10,
        location.startsWith("s3:") ? IN_VAIN_SECONDS : FINISH_SECONDS,
        null);
  }
}

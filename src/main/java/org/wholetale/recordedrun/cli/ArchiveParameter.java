package org.wholetale.recordedrun.cli;

import java.io.IOException;
import java.util.Map;
import org.wholetale.recordedrun.cli.OneArchive.NotOneArchiveException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The archive that a command is about, by its place or by its run. */
final class ArchiveParameter {

  @Parameters(
      index = "0",
      paramLabel = "ARCHIVE",
      description =
          "An archive, or a folder or prefix with one archive below it: a path or"
              + " s3://bucket/prefix; or a run in a cluster: its name.")
  private String archive = "";

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  /**
   * Opens it.
   *
   * @param environment where S3 and its credentials are named
   * @throws NotOneArchiveException where there is none, or more than one
   */
  ArchivedTrace open(Map<String, String> environment) throws IOException, NotOneArchiveException {
    return ArchivedTrace.open(cluster.archive(archive).location(), environment);
  }
}

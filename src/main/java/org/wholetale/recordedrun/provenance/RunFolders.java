package org.wholetale.recordedrun.provenance;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event;

/**
 * Where a tale sees the folders that are its own.
 *
 * @param workspace where it runs, absolute
 * @param data where it has its data, absolute; null where it has none
 */
public record RunFolders(String workspace, @Nullable String data) {

  /** Those of a tale of which nothing else is known. */
  public static final RunFolders USUAL = new RunFolders("/work/workspace", "/work/data");

  private static final String WORKSPACE = "/workspace";

  /**
   * The folders that a trace alone shows: a tale starts in its workspace, and where that is called
   * {@code workspace} its data lie beside it in {@code data}. Empty where the working directory is
   * no text.
   *
   * @param first the exec that began the run
   */
  public static Optional<RunFolders> of(Event.Exec first) {
    return first.cwd().utf8().map(RunFolders::ofWorkspace);
  }

  private static RunFolders ofWorkspace(String workspace) {
    return workspace.endsWith(WORKSPACE)
        ? new RunFolders(
            workspace, workspace.substring(0, workspace.length() - WORKSPACE.length()) + "/data")
        : new RunFolders(workspace, null);
  }
}

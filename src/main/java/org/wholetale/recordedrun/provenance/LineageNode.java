package org.wholetale.recordedrun.provenance;

import org.wholetale.recordedrun.trace.FileId;

/** What a lineage goes through. */
public sealed interface LineageNode {

  /** A process, whatever it executed. */
  record OfProcess(TracedProcess process) implements LineageNode {}

  /** A file with all its versions. */
  record OfFile(FileHistory file) implements LineageNode {}

  /**
   * A pipe, or one direction of two sockets.
   *
   * @param from the socket that is written to; of a pipe itself
   */
  record OfChannel(Channel channel, FileId from) implements LineageNode {}
}

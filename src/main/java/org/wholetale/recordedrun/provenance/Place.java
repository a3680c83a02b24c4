package org.wholetale.recordedrun.provenance;

import org.wholetale.recordedrun.trace.FileId;

/** Where what a run computes with may be at a moment. */
sealed interface Place {

  /** What of a lineage this is a part of. */
  LineageNode node();

  /** In the memory or among the descriptors of a process. */
  record InProcess(TracedProcess process) implements Place {
    @Override
    public LineageNode node() {
      return new LineageNode.OfProcess(process);
    }
  }

  /** In a file, while it holds this version. */
  record InVersion(FileVersion version) implements Place {
    @Override
    public LineageNode node() {
      return new LineageNode.OfFile(version.file());
    }
  }

  /**
   * Within reach of whoever has opened a file: that it is opened again by the same execution is not
   * told, and what it holds may change meanwhile.
   *
   * @param first what it held when it was opened; all later versions may be read too
   */
  record InOpenFile(FileVersion first) implements Place {
    @Override
    public LineageNode node() {
      return new LineageNode.OfFile(first.file());
    }
  }

  /** On the way through a pipe, or from a socket to that at its other end. */
  record InChannel(Channel channel, FileId from) implements Place {
    @Override
    public LineageNode node() {
      return new LineageNode.OfChannel(channel, from);
    }
  }
}

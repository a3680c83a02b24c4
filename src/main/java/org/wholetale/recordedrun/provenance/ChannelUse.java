package org.wholetale.recordedrun.provenance;

import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.FileKind;

/**
 * What an execution moved through one end of a channel. Bytes are told up to six seconds late: they
 * count for what the process executes then.
 */
public final class ChannelUse {

  private final Execution execution;
  private final Channel channel;
  private final FileId end;
  private long read;
  private long written;
  private long until;

  ChannelUse(Execution execution, Channel channel, FileId end) {
    this.execution = execution;
    this.channel = channel;
    this.end = end;
  }

  /** Whose use it is. */
  public Execution execution() {
    return execution;
  }

  /** The channel. */
  public Channel channel() {
    return channel;
  }

  /** Which of two sockets; of a pipe both ends are one. */
  public FileId end() {
    return end;
  }

  /** Bytes. */
  public long read() {
    return read;
  }

  /** Bytes. */
  public long written() {
    return written;
  }

  /** When the last bytes were told of, nanoseconds since the trace's start. */
  public long until() {
    return until;
  }

  boolean mayReadOf(ChannelUse writer, FileKind kind) {
    return writer.execution.process() != execution.process()
        && (kind != FileKind.SOCKET || !writer.end.equals(end));
  }

  void count(long bytesRead, long bytesWritten, long time) {
    read += bytesRead;
    written += bytesWritten;
    until = time;
  }
}

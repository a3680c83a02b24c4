package org.wholetale.recordedrun.provenance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.wholetale.recordedrun.trace.FileId;
import org.wholetale.recordedrun.trace.FileKind;

/**
 * What bytes go through from process to process: a pipe, a FIFO, or a socket with the one at its
 * other end. Of a socket whose other end is not known nothing is, but who used this one.
 */
public final class Channel {

  private final int number;
  private final FileKind kind;
  private final FileId id;
  private final List<ChannelUse> uses = new ArrayList<>();

  Channel(int number, FileKind kind, FileId id) {
    this.number = number;
    this.kind = kind;
    this.id = id;
  }

  /** Its place among all channels of the run, from 0, in the order in which they were seen. */
  public int number() {
    return number;
  }

  /** {@link FileKind#FIFO} or {@link FileKind#SOCKET}. */
  public FileKind kind() {
    return kind;
  }

  /** Its identity; of two sockets that of the one that was seen first. */
  public FileId id() {
    return id;
  }

  /** Who moved bytes through it. */
  public List<ChannelUse> uses() {
    return Collections.unmodifiableList(uses);
  }

  /** Whether all that is known of it is one socket: who is at the other end is not. */
  public boolean hasOneEnd() {
    return kind == FileKind.SOCKET && uses.stream().map(ChannelUse::end).distinct().count() == 1;
  }

  /** Who put bytes in. */
  public List<ChannelUse> writers() {
    return uses.stream().filter(use -> use.written() > 0).toList();
  }

  /** Who took bytes out. */
  public List<ChannelUse> readers() {
    return uses.stream().filter(use -> use.read() > 0).toList();
  }

  /**
   * Who may have put in what a reader took out: of a pipe all writers, of a socket those at its
   * other end; never the reader's own process.
   */
  public List<ChannelUse> writersTo(ChannelUse reader) {
    return writers().stream().filter(writer -> reader.mayReadOf(writer, kind)).toList();
  }

  void add(ChannelUse use) {
    uses.add(use);
  }
}

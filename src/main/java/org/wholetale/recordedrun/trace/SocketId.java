package org.wholetale.recordedrun.trace;

/**
 * A socket.
 *
 * @param protocol such as {@code tcp}, {@code udp} or {@code unix-stream}
 * @param inode unsigned; given to another socket once this one is long gone
 */
public record SocketId(String protocol, long inode) {

  /** The inode as decimal digits, as {@code /proc/self/fd} has it. */
  public String inodeText() {
    return Long.toUnsignedString(inode);
  }
}
